package dev.custody.diagnosis.write;

import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
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
    boolean shutDown = write.option("shutdown");
    boolean said = write.option("emergency_ro") || shutDown;
    if (!said && !(write.readOnlyInside() && mayHaveFailed(write, mount))) {
      return null;
    }
    return new Finding(
        id(),
        confidence(write, said),
        "the file system of "
            + mount.mountPoint()
            + " refuses writes although it is mounted read-write: "
            + (shutDown
                ? "it was shut down, as after the loss of its device"
                : (said ? "it became" : "it may have become") + " read-only after an error"),
        write.facts(
            said
                ? "the file system says " + (shutDown ? "shutdown" : "emergency_ro")
                : errors(write.probe().fileSystemErrors())),
        said
            ? List.of(
                RuledOut.of(
                    CauseId.READ_ONLY_MOUNT, "nobody mounted it so; both mount and volume were rw"))
            : List.of(),
        "look at the node's kernel log; where it shows an error, this is a storage incident: have"
            + " the volume checked (fsck) and attached again; the last writes may be lost",
        "on the node: `dmesg | grep -iE 'remount|read-only|I/O error'`");
  }

  /** Btrfs after an error is read-only as a whole; one that is not has a subvolume that is. */
  private static boolean mayHaveFailed(WriteEvidence write, Mount mount) {
    Long errors = write.probe().fileSystemErrors();
    return !(mount.type().equals("btrfs") && !mount.superOptions().contains("ro"))
        && (errors == null || errors > 0);
  }

  /**
   * Old kernels only show {@code ro}, which an administrator's remount gives too. An error that was
   * to end in that is better evidence.
   */
  private static Finding.Confidence confidence(WriteEvidence write, boolean said) {
    Long errors = write.probe().fileSystemErrors();
    return said
        ? Finding.Confidence.CERTAIN
        : errors != null && errors > 0 && write.option("errors=remount-ro")
            ? Finding.Confidence.HIGH
            : Finding.Confidence.MEDIUM;
  }

  private static String errors(@Nullable Long count) {
    return count == null
        ? "whether the file system met errors cannot be seen here"
        : "the file system has counted " + count + " error(s) since it was last checked";
  }
}
