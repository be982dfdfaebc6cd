package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The NFS server does not treat root as root. */
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
        "the NFS server does not treat root as root (root_squash, all_squash or an ACL of its own),"
            + " so root is refused",
        access.facts("file system " + FactText.mount(access.mount())),
        access.posixRuledOut(),
        "in the task that writes it, give others the permission: "
            + access.mode().grantOthers()
            + ", which helps with each of them; or with root_squash alone, run the tasks as the uid"
            + " that owns the files; no_root_squash only where that is acceptable",
        "on the server: `exportfs -v` shows root_squash or all_squash, `nfs4_getfacl` the ACL");
  }

  /** With Kerberos the server knows principals: root without a ticket is refused as well. */
  private static boolean kerberos(AccessEvidence access) {
    Mount mount = access.mount();
    return mount != null
        && mount.superOptions().stream().anyMatch(option -> option.startsWith("sec=krb5"));
  }
}
