package dev.custody.differential;

import dev.custody.cli.InProcess;
import dev.custody.cli.Program.Result;
import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.oci.Digest;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.Collection;
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

  /**
   * The digests that open the gate. The archive is observed once; the gate then compares that
   * evidence with each digest, as it does in the command, which is asked again for each that opens.
   */
  static List<String> opensFor(String argument, String depth, Collection<String> digests) {
    if (digests.isEmpty()) {
      return List.of();
    }
    String first = digests.iterator().next();
    Result result =
        InProcess.run("verify", "--depth", depth, "--digest", first, "-o", "-", argument);
    usual(result);
    ExecutionRecord seen = RecordJson.mapper().readValue(result.out(), ExecutionRecord.class);
    List<String> open = new ArrayList<>();
    for (String digest : digests) {
      boolean passes = passes(seen, digest);
      boolean asked = digest.equals(first);
      if (asked ? passes != (result.code() == 0) : passes && !opens(argument, depth, digest)) {
        throw new AssertionError(digest + ": the gate and the command disagree: " + result);
      }
      if (passes) {
        open.add(digest);
      }
    }
    return open;
  }

  private static boolean passes(ExecutionRecord seen, String digest) {
    RecordedEvidence given = new RecordedEvidence.DigestOnly("--digest", Digest.parse(digest));
    return Gate.compare(List.of(given), seen) instanceof Verdict.Pass;
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
