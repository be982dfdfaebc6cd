package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access was refused in the middle of the archive, and is allowed again. */
public final class UnexplainedDenialWhileReading implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_DENIAL;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    InterruptedRead read = InterruptedRead.of(content);
    if (read.outcome() != InterruptedRead.Outcome.REFUSED) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "reading was refused in the middle of the archive, although the path can be opened",
        ContentEvidence.lines(read.problems()),
        List.of(
            RuledOut.of(
                CauseId.BEING_WRITTEN,
                "a writer changes the content, but cannot cause this error")),
        "find out who changed the label, the mode or the owner of the file while it was read:"
            + " another pod that started then (SELinux relabels the volume for each pod), a chmod"
            + " in another task",
        Command.on(content.archive().file().path(), "custody explain")
            + " right after it fails; on a node with SELinux `ausearch -m avc -ts recent`");
  }
}
