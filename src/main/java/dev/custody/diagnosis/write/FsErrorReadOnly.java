package dev.custody.diagnosis.write;

import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file system turned itself read-only after an error, though the volume is mounted read-write.
 */
public final class FsErrorReadOnly implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.FS_ERROR_READ_ONLY;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    Mount mount = write.probe().mount();
    if (mount == null || mount.options().contains("ro")) {
      return null;
    }
    boolean said = write.option("emergency_ro") || write.option("shutdown");
    boolean changed = write.errno().equals("EROFS");
    // A server that exports it read-only says the same: READ_ONLY_MOUNT.
    if (!said && (!changed || write.serverDecides())) {
      return null;
    }
    return new Finding(
        id(),
        said ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "the file system of "
            + mount.mountPoint()
            + " refuses writes although it is mounted read-write: it became read-only after an"
            + " error",
        write.facts(),
        List.of(
            "READ_ONLY_MOUNT: the mount says rw",
            "WRITE_DENIED: a missing permission gives EACCES"),
        "this is a storage incident: look at the node's kernel log, then have the volume checked"
            + " (fsck) and attached again; the last writes may be lost",
        "on the node: `dmesg | grep -iE 'remount|read-only|I/O error'`");
  }
}
