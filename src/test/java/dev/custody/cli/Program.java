package dev.custody.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The program as users run it: a child process of {@code target/custody/bin/custody}, with other
 * ids, mounts or variables where a test asks for them.
 *
 * @param prefix a command to run it under, such as {@code setpriv --reuid 1000970000}
 */
public record Program(List<String> prefix, Map<String, String> environment) {
  /** The launcher that {@code mvn package} made. */
  public static final Path LAUNCHER = Path.of("target/custody/bin/custody").toAbsolutePath();

  private static final long LIMIT_SECONDS = 60;

  public Program {
    prefix = List.copyOf(prefix);
    environment = Map.copyOf(environment);
  }

  /** Under the ids of the test. */
  public static Program plain() {
    return new Program(List.of(), Map.of());
  }

  /** Under another command. */
  public static Program under(String... prefix) {
    return new Program(List.of(prefix), Map.of());
  }

  /**
   * In a control group of its own with that much memory and no swap.
   *
   * @param limit as the kernel reads it: {@code 128M}
   */
  static Program inMemory(String limit) {
    return under(
        "sh",
        "-euc",
        // cgroup v2 has memory.max in a tree of its own; v1 is what docker-era nodes have.
        "root=/sys/fs/cgroup; file=memory.max;"
            + " if [ -d $root/memory ]; then root=$root/memory; file=memory.limit_in_bytes; fi;"
            + " group=$root/custody-$$; mkdir $group; echo \"$0\" > $group/$file;"
            + " echo 0 > $group/memory.swap.max 2> /dev/null || true; code=0;"
            + " sh -c 'echo $$ > \"$0/cgroup.procs\"; exec \"$@\"' $group \"$@\" || code=$?;"
            + " sleep 0.1; rmdir $group; exit $code",
        limit);
  }

  /** With a variable more. */
  public Program with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Program(prefix, more);
  }

  /** What one run printed and returned. */
  public record Result(int code, String out, String err) {
    @Override
    public String toString() {
      return "exit " + code + "\n--- standard output\n" + out + "--- standard error\n" + err;
    }
  }

  /** Runs the program to its end; a run that hangs is ended and fails the test. */
  public Result run(Object... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(LAUNCHER.toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command, environment);
  }

  /** Runs any command to its end. */
  public static Result run(List<String> command, Map<String, String> environment) {
    return run(command, environment, LIMIT_SECONDS);
  }

  /** The same for a command that may take longer. */
  public static Result run(List<String> command, Map<String, String> environment, long seconds) {
    try {
      Path out = Files.createTempFile("custody-it", ".out");
      Path err = Files.createTempFile("custody-it", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.to(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.to(err.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError("hangs: " + command);
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new AssertionError(command + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + ": interrupted", e);
    }
  }

  /** Runs a shell script that must succeed; returns what it printed, stripped. */
  public static String shell(String script, Object... arguments) {
    return shell(script, Map.of(), arguments);
  }

  /** The same with variables more. */
  public static String shell(String script, Map<String, String> environment, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Result result = run(command, environment);
    if (result.code() != 0) {
      throw new AssertionError(script + "\n" + result);
    }
    return result.out().strip();
  }
}
