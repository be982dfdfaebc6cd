package dev.custody.oci.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Go's own decoder in a process of its own: {@code decode.go}, built with the machine's go. */
final class GoDecoder implements AutoCloseable {
  private final Process process;
  private final OutputStream to;
  private final BufferedReader from;

  /** Builds and starts it; where there is no go, the test that asks for it is skipped. */
  GoDecoder(Path directory) throws IOException, InterruptedException {
    assumeTrue(hasGo(), "go is not installed");
    Path source = directory.resolve("decode.go");
    try (InputStream in = GoDecoder.class.getResourceAsStream("decode.go")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    Path program = directory.resolve("decode");
    Process build =
        new ProcessBuilder("go", "build", "-o", program.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (build.waitFor() != 0) {
      throw new IOException(said);
    }
    process = new ProcessBuilder(program.toString()).start();
    to = process.getOutputStream();
    from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static boolean hasGo() throws InterruptedException {
    try {
      return new ProcessBuilder("go", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** One line: the values, or {@code refused: } and why. */
  String decode(String type, byte[] document) throws IOException {
    to.write((type + " " + document.length + "\n").getBytes(StandardCharsets.UTF_8));
    to.write(document);
    to.flush();
    return Objects.requireNonNull(from.readLine());
  }

  @Override
  public void close() throws IOException {
    to.close();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
