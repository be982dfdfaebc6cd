package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.MountModes;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** A file server decides, not the mode: cifs, 9p, ceph, virtiofs, FUSE. */
public final class ServerDenies implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SERVER_DENIES;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Mount mount = access.mount();
    if (mount == null
        || !access.denial().refused()
        || !FileSystemType.mayRefuseByItself(mount.type())
        // NFS has causes of its own.
        || FileSystemType.isNfs(mount.type())) {
      return null;
    }
    if (FileSystemType.isFuse(mount.type()) && !mount.superOptions().contains("allow_other")) {
      // The kernel itself refuses everybody else: FUSE_OWNER_ONLY.
      return null;
    }
    boolean unchecked = MountModes.unchecked(mount);
    if (access.predicted()
        ? !unchecked
        : access.denial().prediction() instanceof Prediction.CannotTell) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the server behind "
            + mount.mountPoint()
            + " ("
            + mount.type()
            + ") refuses "
            + (access.predicted()
                ? "access; on this file system the server decides, not the mode"
                : "what the mode allows"),
        access.facts(
            "file system " + FactText.mount(mount),
            "mount options " + String.join(", ", mount.superOptions())),
        access.posixRuledOut(),
        "look at the rights of the account that the volume is mounted with (share and file ACL of a"
            + " cifs share, caps of a ceph client, the daemon behind FUSE or virtiofs); chmod and"
            + " fsGroup act on this node only",
        "the server's log at the time of the attempt; the secret that the PersistentVolume names");
  }
}
