package dev.custody.diagnosis;

import dev.custody.diagnosis.posix.Prediction;
import dev.custody.diagnosis.write.WriteEvidence;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.WriteProbe;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names the causes that a case's evidence shows. Pure: the same records give the same findings
 * anywhere.
 */
public final class Diagnosis {
  private Diagnosis() {}

  /**
   * What the evidence shows.
   *
   * @param findings causes first, then warnings, then notes; the surer first
   * @param notDone what could not be checked, and which causes therefore remain possible
   */
  public record Result(List<Finding> findings, List<NotDone> notDone) {
    public Result {
      findings = List.copyOf(findings);
      notDone = List.copyOf(notDone);
    }

    /** Whether waiting may cure one of the most certain causes. */
    public boolean curable() {
      List<Finding> causes = findings.stream().filter(f -> f.kind() == Finding.Kind.CAUSE).toList();
      return causes.stream()
          .filter(f -> f.confidence() == causes.getFirst().confidence())
          .anyMatch(f -> f.cause().curedByTime());
    }
  }

  /**
   * What POSIX permits for each component of a walk: of a directory whether it may be searched, of
   * the last component whether it may be read; empty where it is not known.
   */
  public static List<String> predictions(ExecutionRecord record, PathWalk walk) {
    return walk.components().stream()
        .map(component -> prediction(record, component, component.equals(walk.last())))
        .toList();
  }

  private static String prediction(ExecutionRecord record, Component component, boolean last) {
    FileStatus status = component.status();
    if (status == null || status.type() == FileType.SYMLINK) {
      return "";
    }
    int wanted = last ? Prediction.READ : Prediction.SEARCH;
    return switch (Prediction.of(
        record.process(), status, component.acl(), wanted, record.mount(component))) {
      case Prediction.Allowed allowed -> allowed.why();
      case Prediction.Denied denied -> denied.why();
      case Prediction.CannotTell unknown -> "cannot tell without " + unknown.missing();
    };
  }

  /**
   * A case, and whether this step runs with the identity of the step that reads the archive next.
   *
   * @param nextUid the uid of the step that will read the archive
   */
  public static Result of(DiagnosisInput c, long nextUid) {
    Result result = of(c);
    Finding differs = ProbeIdentityDiffers.of(c.observed(), nextUid);
    return differs == null
        ? result
        : new Result(
            Stream.concat(result.findings().stream(), Stream.of(differs))
                .sorted(Finding.SUREST_FIRST)
                .toList(),
            result.notDone());
  }

  /** Why a file cannot be written, before or after an attempt; empty where nothing prevents it. */
  public static List<Finding> ofWriting(ProcessIdentity who, WriteProbe probe) {
    return CauseSearch.writing(new WriteEvidence(who, probe));
  }

  /** Diagnoses one case. */
  public static Result of(DiagnosisInput c) {
    List<Finding> access = CauseSearch.access(c.observed(), c.looks());
    boolean refused = access.stream().anyMatch(f -> f.kind() == Finding.Kind.CAUSE);
    List<Finding> findings =
        Stream.concat(
                access.stream(),
                // What is normal about a file that could not be read would only reassure wrongly.
                CauseSearch.content(c.observed(), c.recorded()).stream()
                    .filter(f -> !refused || f.kind() != Finding.Kind.NOTE))
            .sorted(Finding.SUREST_FIRST)
            .toList();
    return new Result(findings, UncheckedEvidence.of(c.observed()));
  }
}
