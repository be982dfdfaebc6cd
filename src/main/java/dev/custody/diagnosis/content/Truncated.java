package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive ends before its content does: the exporter was killed or the volume ran full. */
public final class Truncated implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.TRUNCATED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    if (!content.writer().leftItCut() || content.writer().changedItWhileRead()) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    content
        .problems(Problem.Kind.TRUNCATED, Problem.Kind.EMPTY_FILE)
        .forEach(p -> evidence.add(p.message()));
    RecordedEvidence.Look before = content.toExplain();
    Long size = before == null ? null : before.size();
    if (size != null && size > archive.file().size()) {
      evidence.add("size recorded " + size + ", observed " + archive.file().size() + " bytes");
    }
    evidence.addAll(content.writer().lines());
    // A full volume explains the cut; a writer at work makes it something else.
    boolean full = VolumeFull.isFull(content.volume());
    boolean atRest = content.writer().isGone();
    return new Finding(
        id(),
        atRest
                && !full
                && !content.writer().changedItBetweenLooks()
                && !content.writer().hasItOpen()
            ? Finding.Confidence.HIGH
            : Finding.Confidence.MEDIUM,
        "the archive is cut short",
        evidence,
        atRest
            ? List.of(
                RuledOut.of(
                    CauseId.BEING_WRITTEN,
                    "the file stayed the same between two looks, and by the volume's"
                        + " clock it was not touched for an hour"))
            : List.of(),
        "export the image again, and let the task fail when its export fails; an exporter needs"
            + " room for the archive twice, in its temporary directory and on the volume",
        "the log and exit code of the exporting step (137 is a kill), and `df` on the volume");
  }
}
