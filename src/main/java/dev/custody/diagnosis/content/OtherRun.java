package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recorded evidence is from another PipelineRun: a claim shared by runs. */
public final class OtherRun implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.OTHER_RUN;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    if (recorded == null || !content.otherRun()) {
      return null;
    }
    boolean other = content.images().isOther();
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "pipeline run uid recorded "
            + recorded.step().pipelineRunUid()
            + ", observed "
            + content.observed().step().pipelineRunUid());
    evidence.add("recorded at " + recorded.at());
    if (other) {
      evidence.add(content.images().line());
    }
    FileStatus file = content.file();
    if (file != null) {
      evidence.add("archive written " + file.modified());
    }
    return new Finding(
        id(),
        other ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "the recorded evidence is from another PipelineRun",
        evidence,
        List.of(),
        "give each run its own volume (volumeClaimTemplate) or a directory named after the run, and"
            + " pass the record as a task result, which cannot outlive its run",
        Kubectl.of(
            content.observed(),
            "get pipelineruns -o custom-columns=NAME:.metadata.name,UID:.metadata.uid"));
  }
}
