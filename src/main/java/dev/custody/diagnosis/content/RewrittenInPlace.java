package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another export opened the same file and wrote another image into it, as skopeo and buildah do:
 * they truncate and write, they do not rename.
 */
public final class RewrittenInPlace implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.REWRITTEN_IN_PLACE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null || !content.images().isOther() || !files.inPlace() || files.isEarlier()) {
      return null;
    }
    if (files.isDirectory()) {
      return layout(content);
    }
    boolean later = files.observed().modified().isAfter(files.recorded().modified());
    // An equal modification time on another node speaks for a cache (STALE_CACHE); on the same node
    // somebody set it back, which only the change time shows.
    boolean setBack = !later && !files.sameChanged() && !content.otherBoot();
    if (!later && !setBack) {
      return null;
    }
    RecordedEvidence.Look recorded = Objects.requireNonNull(content.toExplain());
    String when = files.written(recorded.at());
    String task = recorded.step().pipelineTask();
    boolean same = files.identity() == FilePair.Identity.SAME;
    boolean sure = later && !content.otherRun() && content.volumes().isNoCopy();
    return new Finding(
        id(),
        // Without a birth time, a new file may have got the number of the one that was removed.
        !same
            ? Finding.Confidence.MEDIUM
            : sure ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "the archive was overwritten with a different image "
            + when
            + ", "
            + files.sinceRecorded(recorded.at())
            + (task == null ? "it was recorded" : task + " recorded it"),
        evidence(content, files, setBack),
        same
            ? List.of(RuledOut.of(CauseId.REPLACED, "the file has the recorded inode number"))
            : List.of(),
        "find who else writes this path: a retry of the build, a matrix, a second PipelineRun on"
            + " the same claim; give each run its own volume (volumeClaimTemplate) or directory,"
            + " and export to a temporary name followed by mv",
        "look for a task that ran "
            + when
            + ": "
            + Kubectl.of(content.observed(), "get taskruns --sort-by=.status.startTime"));
  }

  /** A layout's directory stays the same one, with the same times, whatever is written in it. */
  private Finding layout(ContentEvidence content) {
    RecordedEvidence.Look recorded = Objects.requireNonNull(content.toExplain());
    String task = recorded.step().pipelineTask();
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "a different image was written into the layout's directory after "
            + (task == null ? "it was recorded" : task + " recorded it"),
        content.siblings().after(content.images().line(), "recorded at " + recorded.at()),
        List.of(),
        "find who else writes this directory: a retry of the build, a matrix, a second PipelineRun"
            + " on the same claim; give each run a directory of its own",
        Command.on(content.archive().file().path(), "ls -la --time-style=full-iso"));
  }

  private static List<String> evidence(ContentEvidence content, FilePair files, boolean setBack) {
    List<String> evidence = new ArrayList<>();
    evidence.add(content.images().line());
    evidence.add(files.whichFile());
    evidence.add(files.modified());
    if (setBack) {
      evidence.add(files.changed() + ": the modification time was set back afterwards");
    }
    evidence.addAll(content.siblings().lines());
    return evidence;
  }
}
