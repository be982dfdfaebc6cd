package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exporter is still writing the file. Time cures this one, so --wait goes on for it. */
public final class BeingWritten implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.BEING_WRITTEN;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<String> evidence = new ArrayList<>();
    List<Problem> changed = content.problems(Problem.Kind.CHANGED_WHILE_READ);
    changed.forEach(p -> evidence.add(p.message()));
    boolean moving = content.writer().changedItBetweenLooks();
    boolean open = content.writer().hasItOpen();
    boolean certain = content.writer().changedItsSize();
    boolean seen = !changed.isEmpty() || moving;
    boolean refused = !content.problems(Problem.Kind.ACCESS_DENIED).isEmpty();
    if (refused && !moving) {
      // A refusal in the middle of reading is no writing.
      return null;
    }
    boolean cut = content.writer().leftItCut();
    if (!seen && !(cut && !content.writer().isGone())) {
      return null;
    }
    // A touch, and another file put in its place, change the time or the number and no size.
    boolean high = open || (cut && moving);
    evidence.addAll(content.writer().lines());
    return new Finding(
        id(),
        certain
            ? Finding.Confidence.CERTAIN
            : high ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        certain || high
            ? "the archive is still being written"
            : seen
                ? "the archive changed while it was read: it was written, replaced or touched"
                : "the archive may still be being written (its writer may be pausing)",
        evidence,
        List.of(),
        "let this task run after the export (runAfter), or look again with --wait; exporting to a"
            + " temporary name followed by mv keeps readers from seeing a part",
        "look again later: if the size grew, it is being written; if not, it was cut short");
  }
}
