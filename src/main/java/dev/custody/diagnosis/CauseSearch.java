package dev.custody.diagnosis;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.access.ReadOnlyMount;
import dev.custody.diagnosis.content.ContentEvidence;
import dev.custody.diagnosis.write.WriteEvidence;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Asks the causes of the catalogue, stage by stage, about what was observed. */
final class CauseSearch {
  private CauseSearch() {}

  /** What the walk shows; only a note for a path that was read. */
  static List<Finding> access(ExecutionRecord observed, List<RecordedEvidence.Look> looks) {
    List<Finding> findings = new ArrayList<>();
    AccessEvidence access = AccessEvidence.of(observed, looks);
    if (access != null) {
      findings.addAll(stages(Causes.ACCESS, access));
      if (findings.stream().allMatch(CauseSearch::leavesItOpen)) {
        findings.addAll(firstStage(Causes.UNEXPLAINED, access));
      }
      findings.addAll(firstStage(Causes.ORIGIN, access));
      findings.addAll(firstStage(Causes.IDENTITY, access));
    }
    Finding readOnly = ReadOnlyMount.of(observed);
    if (readOnly != null) {
      findings.add(readOnly);
    }
    return findings;
  }

  /** Whether the file may only not be there yet. */
  private static boolean leavesItOpen(Finding finding) {
    return finding.cause().mayBringTheFile() && finding.confidence() == Finding.Confidence.MEDIUM;
  }

  /** The findings of the first stages, up to one that is sure enough to end the search. */
  private static List<Finding> stages(List<List<AccessCause>> stages, AccessEvidence access) {
    List<Finding> found = new ArrayList<>();
    for (List<AccessCause> stage : stages) {
      stage.stream().map(cause -> cause.in(access)).filter(Objects::nonNull).forEach(found::add);
      if (found.stream().anyMatch(f -> f.confidence() != Finding.Confidence.MEDIUM)) {
        break;
      }
    }
    return found;
  }

  /**
   * What prevents writing, all of it: whoever cures only the first would meet the next. Empty where
   * nothing does.
   */
  static List<Finding> writing(WriteEvidence write) {
    List<Finding> found =
        Causes.WRITE.stream().map(cause -> cause.in(write)).filter(Objects::nonNull).toList();
    Finding unexplained = found.isEmpty() ? Causes.WRITE_UNEXPLAINED.in(write) : null;
    return unexplained == null
        ? found.stream().sorted(Finding.SUREST_FIRST).toList()
        : List.of(unexplained);
  }

  private static List<Finding> firstStage(List<List<AccessCause>> stages, AccessEvidence access) {
    return stages.stream()
        .map(stage ->
            stage.stream().map(cause -> cause.in(access)).filter(Objects::nonNull).toList())
        .filter(findings -> !findings.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What the content shows; nothing where no archive was observed. */
  static List<Finding> content(ExecutionRecord observed, List<RecordedEvidence> recorded) {
    ContentEvidence content = ContentEvidence.of(observed, recorded);
    return content == null
        ? List.of()
        : Causes.CONTENT.stream().map(cause -> cause.in(content)).filter(Objects::nonNull).toList();
  }
}
