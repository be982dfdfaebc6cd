package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.linux.Errno;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading failed in the middle of the archive with an error that no cause explains. */
public final class UnexplainedErrorWhileReading implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_ERROR;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    InterruptedRead read = InterruptedRead.of(content);
    if (read.outcome() != InterruptedRead.Outcome.FAILED) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "reading the archive failed: "
            + (read.errno().equals(Errno.UNKNOWN)
                ? String.valueOf(read.problems().getFirst().observed())
                : Errno.words(read.errno())),
        ContentEvidence.lines(read.problems()),
        List.of(OtherErrno.NOT_THE_MODE),
        "look at the file system and its server on the node, then run the task again",
        Command.of("dmesg | tail")
            + " on the node; "
            + Kubectl.of(content.observed(), "get events"));
  }
}
