package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.ServerRules;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process may not write into the directory, or to the file in it. */
public final class WriteDenied implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.WRITE_DENIED;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    if (write.probe().writable()) {
      return null;
    }
    Component directory = write.directory();
    if (directory == null) {
      return unreached(write);
    }
    if (write.kernelMakesFiles()) {
      return new Finding(
          id(),
          Finding.Confidence.HIGH,
          write.probe().path()
              + " cannot be created: this directory holds only what the kernel puts there",
          write.facts(),
          List.of(),
          "name a file on a volume",
          confirm(write));
    }
    Prediction.Denied denied = write.posix();
    // An owner outside the map is USERNS_UNMAPPED, with or without the mode.
    if (denied == null || write.ownerOutsideMap()) {
      return null;
    }
    if (write.inFile() == null) {
      return finding(
          write,
          denied,
          "this process cannot write into " + directory.path() + ": " + denied.why(),
          WriteRemedy.ofDirectory(write, directory));
    }
    boolean open = write.inDirectory() instanceof Prediction.Allowed;
    return open && write.keptBySticky()
        // IMMUTABLE covers a process that may not replace the file either, and shows this mode.
        ? null
        : finding(
            write,
            denied,
            "this process may not write the file " + write.probe().path() + ": " + denied.why(),
            WriteRemedy.ofFile(write));
  }

  /**
   * An ACL's words, a daemon's or a server's judgement make the mode less than the whole answer.
   */
  private static Finding.Confidence confidence(WriteEvidence write, Prediction.Denied denied) {
    return write.modeIsUnchecked()
        ? Finding.Confidence.MEDIUM
        : denied.acl() || denied.unmapped() || ServerRules.judge(write.probe().mount())
            ? Finding.Confidence.HIGH
            : Finding.Confidence.CERTAIN;
  }

  /** The way to the directory is closed itself, or leads nowhere. */
  private @Nullable Finding unreached(WriteEvidence write) {
    Component last = write.probe().directory().last();
    return last.lstat().failedWith("EACCES")
        ? new Finding(
            id(),
            Finding.Confidence.HIGH,
            "this process cannot reach the directory: search is refused at " + last.path(),
            write.facts(),
            List.of(),
            Command.on(last.path(), "custody explain") + " says what refuses it",
            confirm(write))
        : null;
  }

  private Finding finding(
      WriteEvidence write, Prediction.Denied denied, String summary, String remedy) {
    return new Finding(
        id(),
        confidence(write, denied),
        summary,
        write.facts(),
        ruledOut(write),
        remedy,
        confirm(write));
  }

  static List<RuledOut> ruledOut(WriteEvidence write) {
    List<RuledOut> ruledOut = new ArrayList<>();
    if (write.probe().mount() != null && !write.option("ro") && !write.errno().equals("EROFS")) {
      ruledOut.add(RuledOut.of(CauseId.READ_ONLY_MOUNT, "the mount says rw"));
    }
    if (write.hasRoom()) {
      ruledOut.add(RuledOut.of(CauseId.VOLUME_FULL, "statvfs shows room"));
    }
    return ruledOut;
  }

  static String confirm(WriteEvidence write) {
    return "`id` and "
        + Command.on(write.probe().path(), "touch")
        + " in the step; `ls -ld` of the directory in the task that made it";
  }
}
