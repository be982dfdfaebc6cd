package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
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
    // On a network file system ENOKEY is a missing Kerberos ticket (keyrings(7)).
    if (!access.denial().errno().equals("ENOKEY")
        || access.volume().isOf("nfs", "cifs", "smb", "afs", "fuse")) {
      return null;
    }
    return new Finding(
        id(),
        // Without the mount it may be one of those.
        access.mount() == null ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN,
        access.denial().component().path() + " is encrypted, and its key is not loaded here",
        access.facts("file system " + FactText.mount(access.mount())),
        List.of("MODE_DENIES: a refusal by mode would be EACCES"),
        "have the node's administrator unlock the directory (fscrypt unlock) or mount the volume"
            + " with its key; no permission changes this",
        "on the node: fscrypt status " + access.walk().path());
  }
}
