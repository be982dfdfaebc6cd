package dev.custody.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A child process for {@code HostIT}: prints what {@link Host} sees, one fact a line. */
final class ShowHost {
  private ShowHost() {}

  public static void main(String[] args) throws IOException {
    Host host = Host.system(Path.of("/"));
    Path path = Path.of(args[1]);
    List<String> lines =
        switch (args[0]) {
          case "process" -> Lines.of(host.process());
          case "walk" -> Lines.of(host.walk(path));
          case "status" -> List.of(Lines.status(host.status(path)));
          case "space" -> List.of(host.space(path).toString());
          default -> throw new IllegalArgumentException(args[0]);
        };
    String text = String.join("\n", lines) + "\nunread " + String.join("; ", host.unread()) + "\n";
    System.out.write(text.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
