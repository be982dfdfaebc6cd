package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Errno;
import dev.custody.linux.Outcome;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writing fails with an error that no cause of the catalogue explains. */
public final class UnexplainedErrorForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_ERROR;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    if (write.probe().writable()) {
      return null;
    }
    if (write.errno().isEmpty()) {
      return write.probe().access() instanceof Outcome.NotAttempted(String reason)
          ? notAsked(write, reason)
          : null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "writing " + write.probe().path() + " fails: " + Errno.words(write.errno()),
        write.facts(),
        List.of(),
        switch (write.errno()) {
          case "EOVERFLOW" ->
              "an id or a size has no place on this file system: run the task with ids that the"
                  + " volume knows (id maps of the mount and of the pod)";
          case "EFBIG" -> "raise the limit of file sizes in this container (ulimit -f)";
          // Its directory is there: proc(5) and the like create no files.
          case "ENOENT" -> "name a file on a volume; no file can be created in this directory";
          default -> "look at the file system and its server on the node, then run the task again";
        },
        Command.on(write.probe().path(), "touch") + " in another pod on the same node");
  }

  /** Nothing speaks against it, but the kernel could not be asked. */
  private Finding notAsked(WriteEvidence write, String reason) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "whether " + write.probe().path() + " can be written could not be asked: " + reason,
        write.facts(),
        List.of(),
        "try it, with the command below",
        Command.on(write.probe().path(), "touch") + " in the step");
  }
}
