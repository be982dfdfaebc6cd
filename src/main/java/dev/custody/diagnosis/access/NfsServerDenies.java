package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The NFS server refuses what the mode allows: squashing, too many groups, an ACL, id mapping. */
public final class NfsServerDenies implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.NFS_SERVER_DENIES;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Credentials who = access.credentials();
    Mount mount = access.mount();
    if (who == null
        || mount == null
        || (who.uid().filesystem() == 0 && !access.mode().othersMay())
        || !access.volume().isOf("nfs")
        || !denial.againstPrediction()) {
      return null;
    }
    boolean many = who.groups().size() > 16 && mount.superOptions().contains("sec=sys");
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        many
            ? "the NFS server sees only 16 of the process's " + who.groups().size() + " groups"
            : "the NFS server refuses what the mode allows",
        access.facts(
            "file system " + FactText.mount(mount),
            "options " + String.join(",", mount.superOptions())),
        access.posixRuledOut(),
        many
            ? "use fewer groups, or manage-gids on the server (rpc.mountd --manage-gids), which"
                + " makes the server look the groups up itself"
            : "check all_squash, the groups that the server itself knows for the user"
                + " (--manage-gids), an NFSv4 ACL, and id mapping",
        "on the server: `exportfs -v`, `id` of the user, `nfs4_getfacl` of the file");
  }
}
