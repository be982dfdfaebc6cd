package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.MountModes;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mount itself gives every file its owner and mode, so chmod and fsGroup change nothing. */
public final class MountFixesMode implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.MOUNT_FIXES_MODE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Mount mount = access.mount();
    if (mount == null || !access.predicted()) {
      return null;
    }
    boolean forced = MountModes.forced(mount);
    if (!forced && !MountModes.perhapsMadeUp(mount, access.deciderStatus())) {
      return null;
    }
    return new Finding(
        id(),
        forced ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        "the mount of "
            + mount.mountPoint()
            + (forced ? " gives" : " may give")
            + " every file its mode and owner, and they do not let this process read",
        access.facts(
            "file system " + FactText.mount(mount),
            "mount options " + String.join(", ", mount.superOptions())),
        List.of(
            RuledOut.of(
                CauseId.MODE_DENIES,
                "a chmod in the writing task "
                    + (forced ? "would" : "may")
                    + " change nothing on such a mount"),
            RuledOut.of(
                CauseId.FSGROUP_NOT_ON_VOLUME,
                "kubelet's chown " + (forced ? "would" : "may") + " change nothing either")),
        "set the mount options of the volume (mountOptions of the PersistentVolume or StorageClass:"
            + " "
            + MountModes.options(mount)
            + ") to the uid or a group that the tasks run with"
            + joinGroup(access),
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo")
            + "; then touch and chmod a file there: its mode stays the same");
  }

  /** Where the mount gives its group the permission, being in that group is enough. */
  private static String joinGroup(AccessEvidence access) {
    FileStatus status = access.deciderStatus();
    return status != null && status.gid() != 0 && access.mode().groupMay()
        ? "; or run the tasks in group "
            + status.gid()
            + " (podTemplate.securityContext.supplementalGroups)"
        : "";
  }
}
