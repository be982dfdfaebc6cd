package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The storage failed in the middle of the archive, though the path can be opened. */
public final class IoErrorWhileReading implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.IO_ERROR;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    InterruptedRead read = InterruptedRead.of(content);
    if (read.outcome() != InterruptedRead.Outcome.STORAGE_FAILED) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        "the storage under " + content.archive().file().path() + " fails with " + read.errno(),
        ContentEvidence.lines(read.problems()),
        List.of(OtherErrno.NOT_THE_MODE),
        "this is a storage incident: check the node and the volume before anything else",
        Command.of("dmesg | tail")
            + " on the node; "
            + Kubectl.of(content.observed(), "get events"));
  }
}
