package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares an archive with recorded evidence. What identifies the image decides; times, inodes,
 * devices and the identity of the process are never looked at here.
 */
public final class Gate {
  private Gate() {}

  /**
   * Compares the archive of {@code observed} with every piece of recorded evidence, and those with
   * each other.
   *
   * @return Fail as soon as one difference closes the gate, whatever else is unknown; Pass only if
   *     every piece of recorded evidence is met
   */
  public static Verdict compare(List<RecordedEvidence> recorded, ExecutionRecord observed) {
    return compare(recorded, observed, false);
  }

  /**
   * The same, long after the step.
   *
   * @param passedThen whether the step's own gate passed, as its results say: then what compact
   *     records of custody 0.1 do not say was no reason to stop
   */
  public static Verdict compare(
      List<RecordedEvidence> recorded, ExecutionRecord observed, boolean passedThen) {
    Set<Difference> differences = new LinkedHashSet<>();
    List<String> reasons = new ArrayList<>();
    List<String> matched = new ArrayList<>();
    if (recorded.isEmpty()) {
      reasons.add("nothing to compare with was given");
    }
    for (RecordedEvidence evidence : recorded) {
      if (evidence instanceof RecordedEvidence.Unreadable(String _, String reason)) {
        reasons.add(reason);
      }
    }
    differences.addAll(Agreement.differences(recorded));
    ArchiveEvidence archive = observed.archive().evidence();
    if (archive == null) {
      reasons.add("this step could not read the archive");
    } else {
      judgeArchive(archive, differences, reasons);
      for (RecordedEvidence evidence : withoutAnswered(recorded)) {
        Comparison comparison = Comparison.of(evidence, archive, passedThen);
        differences.addAll(comparison.differences());
        reasons.addAll(comparison.reasons());
        matched.addAll(comparison.matched());
      }
    }
    return verdict(differences, reasons, matched);
  }

  /**
   * Compares a look that is known by its compact record only with what was recorded before it. It
   * passes only where the full record would.
   *
   * @param passedThen as for a full record
   */
  public static Verdict compare(
      List<RecordedEvidence.Look> recorded, RecordedEvidence.Compact observed, boolean passedThen) {
    Set<Difference> differences = new LinkedHashSet<>(Agreement.differences(List.copyOf(recorded)));
    List<String> reasons = new ArrayList<>();
    List<String> matched = new ArrayList<>();
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(CompactComparison.alone(observed, passedThen));
    recorded.forEach(look -> comparisons.add(CompactComparison.of(look, observed, passedThen)));
    for (Comparison comparison : comparisons) {
      differences.addAll(comparison.differences());
      reasons.addAll(comparison.reasons());
      matched.addAll(comparison.matched());
    }
    if (recorded.isEmpty()) {
      reasons.add("nothing to compare with was given");
    }
    return verdict(differences, reasons, matched);
  }

  /**
   * Leaves out each compact record of custody 0.1 whose own full record is there, by its sha256:
   * that says what the compact one does not.
   */
  private static List<RecordedEvidence> withoutAnswered(List<RecordedEvidence> recorded) {
    return recorded.stream()
        .filter(one ->
            !(one instanceof RecordedEvidence.Compact compact)
                || compact.depth() != null
                || recorded.stream()
                    .noneMatch(other ->
                        other instanceof RecordedEvidence.Full full
                            && compact.document().equals(full.document())))
        .toList();
  }

  private static Verdict verdict(
      Set<Difference> differences, List<String> reasons, List<String> matched) {
    List<Difference> ordered =
        differences.stream().sorted(Comparator.comparing(d -> !d.closes())).toList();
    if (ordered.stream().anyMatch(Difference::closes)) {
      return new Verdict.Fail(ordered, reasons);
    }
    return reasons.isEmpty()
        ? new Verdict.Pass(matched, ordered)
        : new Verdict.Unknown(reasons, ordered);
  }

  private static void judgeArchive(
      ArchiveEvidence archive, Set<Difference> differences, List<String> reasons) {
    for (Problem problem : archive.checks().problems()) {
      switch (problem.kind().severity()) {
        case DAMAGED -> differences.add(new Difference.Damage(problem));
        case CANNOT_TELL -> reasons.add(problem.message());
      }
    }
    if (Boolean.FALSE.equals(archive.file().stable())
        && differences.isEmpty()
        && reasons.isEmpty()) {
      reasons.add(
          archive.file().path()
              + " changed while it was read; run custody again when its writer has finished");
    }
  }
}
