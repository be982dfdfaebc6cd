package dev.custody.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. In CI a missing peer is a failure; elsewhere the test is
 * skipped and says so by name.
 */
public final class Peers {
  private Peers() {}

  /** Requires commands, and the program as {@code mvn package} makes it. */
  public static void require(String... commands) {
    List<String> missing = new ArrayList<>();
    for (String command : commands) {
      if (!onPath(command)) {
        missing.add(command);
      }
    }
    if (!Files.isExecutable(Program.LAUNCHER)) {
      missing.add(Program.LAUNCHER + " (mvn package makes it)");
    }
    decide(missing);
  }

  /** Requires uid 0, to become other ids and to mount. */
  public static void requireRoot() {
    List<String> missing = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.add("uid 0");
    }
    if (!reachable()) {
      missing.add("a checkout that other ids can reach (search permission on every directory)");
    }
    decide(missing);
  }

  /** Requires so many processors that the test itself may use. */
  public static void requireProcessors(int count) {
    boolean there = Runtime.getRuntime().availableProcessors() >= count;
    decide(there ? List.of() : List.of(count + " processors"));
  }

  /** Requires a file that the build makes. */
  public static void requireFile(Path file, String madeBy) {
    decide(Files.exists(file) ? List.of() : List.of(file + " (" + madeBy + " makes it)"));
  }

  private static void decide(List<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    String reason = "needs " + String.join(", ", missing);
    if (System.getenv("CI") != null) {
      Assertions.fail("in CI nothing is skipped: " + reason);
    }
    System.out.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }

  private static boolean reachable() {
    for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
      try {
        if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private static boolean onPath(String command) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, command))) {
        return true;
      }
    }
    return false;
  }
}
