package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** A FUSE file system serves only the user who mounted it. */
public final class FuseOwnerOnly implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.FUSE_OWNER_ONLY;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Mount mount = access.mount();
    if (mount == null
        || !denial.refused()
        || denial.predicted()
        || ours(access, mount)
        || !FileSystemType.isFuse(mount.type())
        || mount.superOptions().contains("allow_other")) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        "the FUSE mount " + mount.mountPoint() + " serves only the user who mounted it",
        access.facts("options " + String.join(",", mount.superOptions()) + ": no allow_other"),
        access.posixRuledOut(),
        "mount it with allow_other (a driver option), or with the uid and gid of the tasks",
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo"));
  }

  /** Whether this process is the user who mounted it: user_id, fuse(4). */
  private static boolean ours(AccessEvidence access, Mount mount) {
    Credentials who = access.credentials();
    return who != null && mount.superOptions().contains("user_id=" + who.uid().filesystem());
  }
}
