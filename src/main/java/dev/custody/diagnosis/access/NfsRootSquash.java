package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The NFS server treats root as nobody. */
public final class NfsRootSquash implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.NFS_ROOT_SQUASH;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Credentials who = access.credentials();
    if (who == null
        || who.uid().filesystem() != 0
        || !access.volume().isOf("nfs")
        || !denial.againstPrediction()
        // Nobody is one of the others: what they may, a squashed root may too.
        || access.mode().othersMay()) {
      return null;
    }
    return new Finding(
        id(),
        access.labels().mayRefuse() || kerberos(access)
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.HIGH,
        "the NFS server treats root as nobody (root_squash), so root is refused",
        access.facts("file system " + FactText.mount(access.mount())),
        access.posixRuledOut(),
        "run the tasks as the uid that owns the files on the server, or give their group or others"
            + " permission; no_root_squash only where that is acceptable",
        "on the server: `exportfs -v` shows root_squash or all_squash");
  }

  /** With Kerberos the server knows principals: root without a ticket is refused as well. */
  private static boolean kerberos(AccessEvidence access) {
    Mount mount = access.mount();
    return mount != null
        && mount.superOptions().stream().anyMatch(option -> option.startsWith("sec=krb5"));
  }
}
