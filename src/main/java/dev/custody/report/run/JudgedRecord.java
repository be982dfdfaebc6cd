package dev.custody.report.run;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.gate.Difference;
import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record, judged against what its run recorded first.
 *
 * @param task as people call it
 * @param baseline whether the others are compared with this one
 * @param verdict the gate's
 * @param findings the step's own and those that its run's records add, causes first
 */
record JudgedRecord(
    FoundRecord found,
    List<String> sources,
    String task,
    boolean baseline,
    Verdict verdict,
    List<Finding> findings,
    List<NotDone> notDone) {

  /**
   * Judges a record by the gate and names the causes.
   *
   * @param passedThen whether the task's own gate passed, as its results say
   */
  static JudgedRecord of(
      FoundRecord found,
      List<String> sources,
      String task,
      boolean passedThen,
      List<FoundRecord> recorded,
      List<FoundRecord> otherRun) {
    boolean baseline = recorded.contains(found);
    List<RecordedEvidence.Look> evidence =
        (baseline ? List.of(found) : recorded).stream().map(FoundRecord::evidence).toList();
    return switch (found.evidence()) {
      case RecordedEvidence.Compact compact ->
          new JudgedRecord(
              found,
              sources,
              task,
              baseline,
              Gate.compare(evidence, compact, passedThen),
              List.of(),
              List.of(new NotDone("a compact record keeps only what the gate needs", List.of())));
      case RecordedEvidence.Full full -> {
        ExecutionRecord record = full.record();
        Diagnosis.Result diagnosis =
            Diagnosis.of(new DiagnosisInput(record, baseline ? List.of() : List.copyOf(evidence)));
        List<NotDone> notDone = new ArrayList<>(record.notDone());
        diagnosis.notDone().stream().filter(n -> !notDone.contains(n)).forEach(notDone::add);
        yield new JudgedRecord(
            found,
            sources,
            task,
            baseline,
            Gate.compare(List.copyOf(evidence), record, passedThen),
            merged(
                record.findings(),
                baseline
                    ? withOtherRun(diagnosis.findings(), record, otherRun)
                    : diagnosis.findings()),
            notDone);
      }
    };
  }

  /**
   * Adds the warning that the only earlier evidence on the volume is of another run. It is no
   * cause: nobody said that this run should find that image.
   */
  private static List<Finding> withOtherRun(
      List<Finding> findings, ExecutionRecord record, List<FoundRecord> otherRun) {
    List<RecordedEvidence> earlier =
        otherRun.stream().<RecordedEvidence>map(FoundRecord::evidence).toList();
    List<Finding> all = new ArrayList<>(findings);
    Diagnosis.of(new DiagnosisInput(record, earlier)).findings().stream()
        .filter(f -> f.cause() == CauseId.OTHER_RUN)
        .map(f ->
            new Finding(
                f.cause(),
                Finding.Kind.WARNING,
                f.confidence(),
                "the earlier evidence on this volume is from another PipelineRun",
                f.evidence(),
                f.ruledOut(),
                f.remedy(),
                f.confirm()))
        .forEach(all::add);
    return all;
  }

  /** Of each cause the surer finding; of equally sure ones that with the run's evidence. */
  private static List<Finding> merged(List<Finding> own, List<Finding> ofRun) {
    List<Finding> merged = new ArrayList<>(ofRun);
    for (Finding finding : own) {
      Finding same =
          merged.stream().filter(f -> f.cause() == finding.cause()).findFirst().orElse(null);
      if (same == null) {
        merged.add(finding);
      } else if (Finding.SUREST_FIRST.compare(finding, same) < 0) {
        merged.set(merged.indexOf(same), finding);
      }
    }
    // "Nothing explains it" no longer holds beside a cause that does.
    if (merged.stream().filter(f -> f.kind() == Finding.Kind.CAUSE).count() > 1) {
      merged.removeIf(f -> f.cause() == CauseId.UNEXPLAINED_DENIAL);
    }
    return merged.stream().sorted(Finding.SUREST_FIRST).toList();
  }

  RecordedEvidence.Look look() {
    return found.evidence();
  }

  /** Which step took it. */
  Step step() {
    return found.step();
  }

  /** When the observation began. */
  Instant at() {
    return found.at();
  }

  /** What explains a failure; null if nothing does. */
  @Nullable Finding cause() {
    return findings.stream().filter(f -> f.kind() == Finding.Kind.CAUSE).findFirst().orElse(null);
  }

  ReportDocument.Result result() {
    return switch (verdict) {
      case Verdict.Fail _ ->
          damaged() != null ? ReportDocument.Result.DAMAGED : ReportDocument.Result.DIFFERS;
      case Verdict.Unknown _ ->
          recordedByCustody01()
              ? ReportDocument.Result.RECORDED
              : RecordFacts.missing(look())
                  ? ReportDocument.Result.MISSING
                  : RecordFacts.denial(look()) != null
                      ? ReportDocument.Result.DENIED
                      : ReportDocument.Result.UNKNOWN;
      case Verdict.Pass _ ->
          // The step itself may have known more, such as a digest it was given.
          cause() != null
              ? ReportDocument.Result.DIFFERS
              : baseline ? ReportDocument.Result.RECORDED : ReportDocument.Result.MATCHES;
    };
  }

  /**
   * Whether it is the image that the others are compared with, and says nothing of its soundness.
   * It passes nothing by itself: every comparison with it says that this is not known.
   */
  private boolean recordedByCustody01() {
    return baseline && found.evidence().depth() == null;
  }

  /** What of the archive contradicts itself; null where nothing does. */
  private @Nullable Difference damaged() {
    return verdict.differences().stream()
        .filter(d -> d instanceof Difference.Damage || d instanceof Difference.DamageInCompact)
        .findFirst()
        .orElse(null);
  }

  /** The result in a few words. */
  String reason() {
    return switch (result()) {
      case RECORDED -> "recorded the image that the others are compared with";
      case MATCHES -> "holds the recorded image";
      case DIFFERS -> difference();
      case DAMAGED -> Objects.requireNonNull(damaged()).whyItMatters();
      case DENIED, MISSING -> Objects.requireNonNull(RecordFacts.denial(look()));
      case UNKNOWN ->
          verdict instanceof Verdict.Unknown unknown && !unknown.reasons().isEmpty()
              ? unknown.reasons().getFirst()
              : "no verdict";
    };
  }

  private String difference() {
    if (verdict instanceof Verdict.Pass) {
      return Objects.requireNonNull(cause()).summary();
    }
    Difference first = Objects.requireNonNull(verdict.leading());
    return first instanceof Difference.OtherImage
        ? "holds a different image: " + first.what() + " " + first.observed()
        : first.sentence();
  }
}
