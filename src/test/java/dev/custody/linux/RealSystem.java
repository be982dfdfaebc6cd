package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A directory that every identity may reach, and child processes of chosen identities in it. */
final class RealSystem implements AutoCloseable {
  private static final long SECONDS = 60;
  private static final List<String> TOOLS =
      List.of("setpriv", "unshare", "findmnt", "setfacl", "getfacl", "mkfifo", "mount", "stat");

  private final Path folder;

  private RealSystem(Path folder) {
    this.folder = folder;
  }

  /** Skips by name where the tests cannot run; in CI that is a failure. */
  static RealSystem open() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("custody-it");
    RealSystem system = new RealSystem(folder);
    List<String> missing = new ArrayList<>();
    for (String tool : TOOLS) {
      if (!system.succeeds("command -v " + tool)) {
        missing.add(tool);
      }
    }
    if (!system.shell("id -u").equals("0")) {
      missing.add("uid 0");
    } else if (!system.succeeds("unshare -m true")) {
      missing.add("unshare -m");
    }
    assertTrue(
        missing.isEmpty() || !"true".equals(System.getenv("CI")),
        () -> "these tests must run in CI but lack " + missing);
    Assumptions.assumeTrue(missing.isEmpty(), () -> "not run for lack of " + missing);
    system.shell(
        "cd $D && chmod 755 . && mkdir classes && cp -r \"$0\"/. \"$1\"/. classes && "
            + "chmod -R a+rX classes",
        Path.of("target/classes").toAbsolutePath().toString(),
        Path.of("target/test-classes").toAbsolutePath().toString());
    return system;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Runs a script of sh in the folder; its standard output without the last line end. */
  String shell(String script, String... arguments) throws IOException, InterruptedException {
    return as(List.of(), script, arguments);
  }

  /** The same as another identity, {@code setpriv …}. */
  String as(List<String> identity, String script, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(identity, script, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running: " + script);
    assertEquals(0, process.exitValue(), script + "\n" + out);
    return out.stripTrailing();
  }

  private boolean succeeds(String script) throws IOException, InterruptedException {
    Process process = start(List.of(), script);
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private Process start(List<String> identity, String script, String... arguments)
      throws IOException {
    // $SHOW is the child that prints what Host sees. The timeout ends a test that would block.
    String show =
        "timeout 30 "
            + System.getProperty("java.home")
            + "/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
            + " --enable-native-access=ALL-UNNAMED -cp "
            + path("classes")
            + " dev.custody.linux.ShowHost";
    List<String> command =
        Stream.of(identity, List.of("sh", "-euc", script), List.of(arguments))
            .flatMap(List::stream)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SHOW", show);
    builder.environment().put("D", folder.toString());
    return builder.start();
  }

  @Override
  public void close() throws IOException {
    try {
      shell("cd /; rm -rf \"$D\"");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
