package dev.custody.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The AOT cache ({@code java -XX:AOTCache}), as far as possible the same bytes for the same commit
 * wherever it is built. The JVM does not promise that; each of these was found by comparing caches:
 *
 * <ul>
 *   <li>the class path is relative, so no folder's name gets in;
 *   <li>the training run interprets only ({@code -Xint}) and records no profiles, which count what
 *       chance compiled; a run of a tenth of a second is no slower for it;
 *   <li>no address differs: the kernel's randomisation is off ({@code setarch -R}) and so is the
 *       JVM's own ({@code ArchiveRelocationMode});
 *   <li>no race: one processor ({@code taskset}), so that the JVM's own threads start in one order,
 *       a heap that is never collected, since a collection wakes them, and no thread of ours beside
 *       main where that decides which class is loaded first;
 *   <li>the machine is not looked at: all files are in a scratch directory of one name length.
 * </ul>
 *
 * <p>image/README.md says what is left.
 */
final class StartupCache {
  private static final List<String> SAME_EVERY_TIME =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:-AOTRecordTraining",
          "-XX:-AOTReplayTraining",
          "-Xint");

  private final Path home;
  private final Path scratch;
  private final List<String> java = new ArrayList<>();

  /**
   * @param home of the program: {@code runtime} and {@code lib} are there
   * @param scratch for files that nobody keeps
   */
  StartupCache(Path home, Path scratch) throws Exception {
    this.home = home;
    this.scratch = scratch;
    List<String> still = List.of("taskset", "-c", firstProcessor(), "setarch", "-R");
    List<String> trial = new ArrayList<>(still);
    trial.add("true");
    if (run(trial) == 0) {
      java.addAll(still);
    } else {
      System.err.println(
          "custody: '" + String.join(" ", still) + "' does not work here (util-linux? seccomp?): the"
              + " start-up cache is good, but the next build's image will have another digest");
    }
    java.add(home.resolve("runtime/bin/java").toString());
    java.add("@lib/custody.options");
    java.addAll(SAME_EVERY_TIME);
  }

  /** Runs commands, their words separated by tabs, and keeps what that taught the JVM. */
  void train(List<String> commands, Path cache) throws Exception {
    Path script = Files.write(scratch.resolve("commands"), commands);
    Path configuration = scratch.resolve("custody.aotconf");
    java("record", configuration, "dev.custody.cli.Main", "rehearse", script.toString());
    java("create", configuration, "-XX:AOTCache=" + cache);
  }

  private void java(String mode, Path configuration, String... more) throws Exception {
    List<String> command = new ArrayList<>(java);
    if (mode.equals("record")) {
      command.addAll(List.of("-Xmx1g", "-Xmn800m", "-Dcustody.training=true"));
    }
    command.addAll(List.of("-XX:AOTMode=" + mode, "-XX:AOTConfiguration=" + configuration));
    List<String> rest = new ArrayList<>(List.of(more));
    if (mode.equals("create")) {
      command.add(rest.removeFirst());
    }
    command.addAll(List.of("-cp", "lib/custody.jar"));
    command.addAll(rest);
    int code = run(command);
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " exited with " + code + ": " + output());
    }
  }

  private int run(List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("out").toFile());
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      Files.writeString(scratch.resolve("out"), e.toString());
      return 127;
    }
  }

  /** One that this process may use. */
  private static String firstProcessor() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceFirst("[-,].*", ""))
          .findFirst()
          .orElse("0");
    }
  }

  private String output() throws IOException {
    return Files.readString(scratch.resolve("out"));
  }
}
