package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file is encrypted, and its key is not loaded on this node (fscrypt). */
public final class EncryptedLocked implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.ENCRYPTED_LOCKED;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    if (access.denial().errno().equals("ENOENT") && access.walk().endsIn("encrypted")) {
      return namesHidden(access);
    }
    // On a network file system ENOKEY is a missing Kerberos ticket (keyrings(7)).
    if (!access.denial().errno().equals("ENOKEY")
        || access.volume().isOf("nfs", "cifs", "smb", "afs", "fuse")) {
      return null;
    }
    return new Finding(
        id(),
        confidence(access),
        access.denial().component().path() + " is encrypted, and its key is not loaded here",
        access.facts("file system " + FactText.mount(access.mount())),
        List.of(OtherErrno.NOT_THE_MODE),
        "have the node's administrator unlock the directory (`fscrypt unlock`) or mount the volume"
            + " with its key; no permission changes this",
        "on the node: " + Command.on(access.walk().path(), "fscrypt status"));
  }

  /** Without the mount it may be a network file system; statx(2) may say that it is not fscrypt. */
  private static Finding.Confidence confidence(AccessEvidence access) {
    if (access.walk().attributes() != null && !access.walk().endsIn("encrypted")) {
      return Finding.Confidence.MEDIUM;
    }
    return access.mount() == null || !access.walk().endsIn("encrypted")
        ? Finding.Confidence.HIGH
        : Finding.Confidence.CERTAIN;
  }

  /** In a locked directory every name is unknown, so the file looks absent. */
  private Finding namesHidden(AccessEvidence access) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the directory is encrypted, and no name in it can be found without its key",
        access.facts(
            "statx reports that the directory is encrypted",
            "file system " + FactText.mount(access.mount())),
        List.of(OtherErrno.NOT_THE_MODE),
        "have the node's administrator unlock the directory (`fscrypt unlock`) or mount the volume"
            + " with its key; if it is unlocked already, the file does not exist",
        "on the node: " + Command.on(access.walk().path(), "fscrypt status"));
  }
}
