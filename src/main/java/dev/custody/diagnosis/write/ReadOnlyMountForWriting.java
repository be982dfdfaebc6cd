package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Mount;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume is mounted read-only. */
public final class ReadOnlyMountForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.READ_ONLY_MOUNT;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    Mount mount = write.probe().mount();
    if (mount == null) {
      return null;
    }
    if (!mount.options().contains("ro")) {
      return write.errno().equals("EROFS") && write.serverDecides() ? exported(write, mount) : null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        mount.mountPoint() + " is mounted read-only",
        write.facts(),
        List.of("WRITE_DENIED: on a read-only mount no permission helps"),
        "bind the workspace without readOnly: true, or write to another volume or to a result",
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo"));
  }

  /** The mount says rw, and the server behind it lets nobody write. */
  private Finding exported(WriteEvidence write, Mount mount) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the server behind " + mount.mountPoint() + " serves it read-only",
        write.facts(),
        List.of("WRITE_DENIED: a missing permission gives EACCES"),
        "have the share exported read-write, or write to another volume or to a result",
        "on the server: `exportfs -v`, or the options of the share");
  }
}
