package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Problem;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import java.util.Locale;

/** Problems that an earlier step found at a depth at which this step did not look. */
final class RecordedDamage {
  private RecordedDamage() {}

  /**
   * Why the earlier step's problems are not refuted, each a sentence; none where it found none, or
   * where this step looked as closely.
   *
   * @param now how closely this step looked
   * @param passedThen whether this step's own gate passed, as its results say
   */
  static List<String> reasons(RecordedEvidence.Look recorded, Depth now, boolean passedThen) {
    return switch (recorded) {
      case RecordedEvidence.Full full -> {
        ArchiveEvidence before = full.archive();
        yield before == null || !isCloser(before.checks().depth(), now)
            ? List.of()
            : before.checks().problems().stream()
                .map(Problem::message)
                .map(message ->
                    already(full.source(), "reported damage", before.checks().depth())
                        + ": "
                        + message)
                .toList();
      }
      case RecordedEvidence.Compact compact -> reasons(compact, now, passedThen);
    };
  }

  private static List<String> reasons(
      RecordedEvidence.Compact compact, Depth now, boolean passedThen) {
    CompactRecord.Checks checks = compact.record().checks();
    if (checks.depth() == null) {
      // Custody 0.1 did not say; the deepest look here refutes whatever it may have found.
      return now == Depth.LAYERS || passedThen
          ? List.of()
          : List.of(
              compact.source()
                  + " does not say whether the recorded archive was sound, as custody 0.1 did not:"
                  + " use --depth layers, or give the full record with --recorded FILE");
    }
    if (checks.worst() == null || !isCloser(checks.depth(), now)) {
      return List.of();
    }
    String found =
        switch (checks.worst()) {
          case DAMAGED -> "reported damage";
          case CANNOT_TELL -> "could not check all of the archive";
        };
    return List.of(
        already(compact.source(), found, checks.depth())
            + "; the full record says what. Use --depth "
            + word(checks.depth())
            + " to check it again");
  }

  private static boolean isCloser(Depth before, Depth now) {
    return now.compareTo(before) < 0;
  }

  private static String already(String source, String found, Depth depth) {
    return source + " already " + found + " (depth " + word(depth) + ")";
  }

  private static String word(Depth depth) {
    return depth.name().toLowerCase(Locale.ROOT);
  }
}
