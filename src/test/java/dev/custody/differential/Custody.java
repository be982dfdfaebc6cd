package dev.custody.differential;

import dev.custody.cli.InProcess;
import dev.custody.cli.Program.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What custody says of an archive, by its command line. */
final class Custody {
  private static final Pattern DIGEST = field("digest");
  private static final Pattern CONFIG = field("configDigest");
  private static final Pattern MESSAGE = field("message");

  private Custody() {}

  /**
   * One look.
   *
   * @param code 0 when the archive is sound
   * @param message of the first problem; empty without one
   */
  record Look(int code, @Nullable String digest, @Nullable String config, String message) {
    boolean sound() {
      return code == 0;
    }
  }

  static Look inspect(String argument, String depth) {
    Result result = InProcess.run("inspect", "--format", "json", "--depth", depth, argument);
    usual(result);
    String message = find(MESSAGE, result.out());
    return new Look(
        result.code(),
        find(DIGEST, result.out()),
        find(CONFIG, result.out()),
        message == null ? result.err().strip() : message);
  }

  /** Whether the gate opens for a recorded digest. */
  static boolean opens(String argument, String depth, String digest) {
    Result result = InProcess.run("verify", "--depth", depth, "--digest", digest, argument);
    usual(result);
    return result.code() == 0;
  }

  /** The digests that open the gate. */
  static List<String> opensFor(String argument, String depth, Iterable<String> digests) {
    List<String> open = new ArrayList<>();
    for (String digest : digests) {
      if (opens(argument, depth, digest)) {
        open.add(digest);
      }
    }
    return open;
  }

  /** A defect is no answer. */
  private static void usual(Result result) {
    if (result.code() != 0 && result.code() != 1 && result.code() != 3) {
      throw new AssertionError(result.toString());
    }
  }

  private static Pattern field(String name) {
    return Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");
  }

  private static @Nullable String find(Pattern field, String json) {
    Matcher matcher = field.matcher(json);
    return matcher.find() ? matcher.group(1) : null;
  }
}
