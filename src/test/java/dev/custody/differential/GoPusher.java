package dev.custody.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small program of Go's standard library, {@code pusher.go}, that reads archives as the pusher
 * does: thousands a second, where skopeo reads five.
 */
final class GoPusher implements AutoCloseable {
  private final Process process;
  private final Writer to;
  private final BufferedReader from;

  /**
   * What it read.
   *
   * @param digest of the manifest; empty for a docker-archive
   * @param config digest; empty for an index
   * @param error why it reads nothing; empty when it does
   */
  record Reading(String digest, String config, String error) {
    boolean ok() {
      return error.isEmpty();
    }

    /** What identifies the image. */
    String shown() {
      return digest.isEmpty() ? config : digest;
    }
  }

  private GoPusher(Process process) {
    this.process = process;
    to = process.outputWriter(StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Compiles and starts it. */
  static GoPusher start(Path work) throws IOException, InterruptedException {
    Path source = work.resolve("pusher.go");
    try (var resource = GoPusher.class.getResourceAsStream("pusher.go")) {
      if (resource == null) {
        throw new AssertionError("pusher.go is not among the test resources");
      }
      Files.write(source, resource.readAllBytes());
    }
    Path program = work.resolve("pusher");
    ProcessBuilder build =
        new ProcessBuilder("go", "build", "-o", program.toString(), source.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("build.txt").toFile());
    build.environment().put("GO111MODULE", "off");
    build.environment().put("GOCACHE", work.resolve("cache").toString());
    if (build.start().waitFor() != 0) {
      throw new AssertionError(Files.readString(work.resolve("build.txt")));
    }
    return new GoPusher(
        new ProcessBuilder(List.of(program.toString()))
            .redirectError(work.resolve("pusher.txt").toFile())
            .start());
  }

  /** Reads one archive. */
  Reading read(String kind, Path path, String reference) throws IOException {
    to.write(kind + "\t" + path + "\t" + reference + "\n");
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new AssertionError("pusher.go ended at " + path);
    }
    String[] fields = line.split("\t", -1);
    return fields[0].equals("ok")
        ? new Reading(fields[1], fields[2], "")
        : new Reading("", "", fields[1]);
  }

  @Override
  public void close() throws IOException {
    to.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
