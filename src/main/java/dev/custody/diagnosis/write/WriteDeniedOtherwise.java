package dev.custody.diagnosis.write;

import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The kernel refuses to write, and neither the mode nor an attribute says why. */
public final class WriteDeniedOtherwise implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.WRITE_DENIED;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    if (!write.refused()
        || write.directory() == null
        || write.posix() != null
        || write.attribute() != null
        || write.keptBySticky()) {
      return null;
    }
    return switch (write.predicted()) {
      case Prediction.Allowed allowed ->
          finding(
              write,
              "writing "
                  + write.probe().path()
                  + " is refused although "
                  + (write.inFile() == null ? "the directory's mode" : "its mode")
                  + " allows it: "
                  + who(write),
              "the mode is not the reason (" + allowed.why() + "); " + remedy(write));
      case Prediction.CannotTell unknown ->
          finding(
              write,
              "writing "
                  + write.probe().path()
                  + " is refused; the reason cannot be told without "
                  + unknown.missing(),
              "compare the facts with those of a task that can write there");
      case Prediction.Denied _ -> null;
    };
  }

  private Finding finding(WriteEvidence write, String summary, String remedy) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        summary,
        write.facts(),
        WriteDenied.ruledOut(write),
        remedy,
        WriteDenied.confirm(write));
  }

  private static String who(WriteEvidence write) {
    Mount mount = write.probe().mount();
    return mount == null
        ? "something other than the mode refuses it"
        : write.serverDecides()
            ? "the server behind this " + mount.type() + " decides"
            : write.inFile() == null
                ? "a security module or the file's own mode refuses"
                : "a security module refuses";
  }

  private static String remedy(WriteEvidence write) {
    Mount mount = write.probe().mount();
    return mount != null && mount.type().equals("virtiofs")
        ? "on virtiofs a supplementary group is not enough: run as the owner or with runAsGroup"
        : "look at the file's mode, the labels (`custody explain`) and the rights of the account"
            + " that the volume is mounted with";
  }
}
