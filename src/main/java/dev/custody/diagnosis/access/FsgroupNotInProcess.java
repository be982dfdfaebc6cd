package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.UserNamespace;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume belongs to a group (setgid, as kubelet gives an fsGroup) that this process is not in.
 */
public final class FsgroupNotInProcess implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.FSGROUP_NOT_IN_PROCESS;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    FileStatus root = of(access);
    if (root == null) {
      return null;
    }
    return new Finding(
        id(),
        // A setgid directory inside a volume, or of the node, may have its group from anybody.
        access.volume().root() == null || access.volume().onNodeDisk()
            ? atMostHigh(access.mode().confidence())
            : access.mode().confidence(),
        "the process is not in group " + root.gid() + ", the fsGroup of the volume",
        access.facts(
            "the volume gives group "
                + root.gid()
                + " "
                + FactText.octal(root.mode())
                + " (setgid)"),
        List.of(RuledOut.of(CauseId.MODE_DENIES, "the group may read; the process is not in it")),
        access
            .mode()
            .orServer(
                "set podTemplate.securityContext.fsGroup: "
                    + root.gid()
                    + " for every task that shares the volume (or add it to supplementalGroups)"),
        "`id -G` in the step");
  }

  private static Finding.Confidence atMostHigh(Finding.Confidence confidence) {
    return confidence == Finding.Confidence.CERTAIN ? Finding.Confidence.HIGH : confidence;
  }

  /** The status whose setgid group would have let the process through; null if that is not it. */
  static @Nullable FileStatus of(AccessEvidence access) {
    Denial denial = access.denial();
    Credentials who = access.credentials();
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    if (who == null
        || decider == null
        || status == null
        || !access.mode().refuses()
        || who.uid().filesystem() == 0
        || who.uid().filesystem() == status.uid()
        || who.inGroup(status.gid())
        || status.gid() == 0
        || isNobody(access, status)) {
      return null;
    }
    Component volume = access.volume().root();
    FileStatus root = volume == null ? null : volume.status();
    boolean marked =
        root == null
            ? (status.mode() & 02000) != 0
            : (root.mode() & 02000) != 0 && root.gid() == status.gid();
    return access.mode().groupMay() && marked ? status : null;
  }

  /** Stands for any group that is not mapped here (NFSv4, idmapped mounts): no fsGroup is it. */
  private static boolean isNobody(AccessEvidence access, FileStatus status) {
    UserNamespace here = access.process().userNamespace();
    Long overflow = here == null ? null : here.overflowGid();
    return status.gid() == (overflow == null ? 65534 : overflow) || status.gid() == 4294967294L;
  }
}
