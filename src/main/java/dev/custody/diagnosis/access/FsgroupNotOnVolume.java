package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process has a group for the volume, but the volume never got it: a driver that ignores
 * fsGroup.
 */
public final class FsgroupNotOnVolume implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.FSGROUP_NOT_ON_VOLUME;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Component volume = access.volume().root();
    FileStatus root = volume == null ? null : volume.status();
    Credentials who = access.credentials();
    if (volume == null
        || !denial.predicted()
        || !access.mode().isReal()
        || root == null
        || who == null
        || who.uid().filesystem() == 0
        || !access.volume().onNetwork()
        || !access.mode().groupMay()
        || (root.mode() & 02000) != 0
        || who.inGroup(root.gid())
        || who.groups().stream().noneMatch(g -> g != 0 && g != who.gid().filesystem())) {
      return null;
    }
    return new Finding(
        id(),
        // What is seen of a subPath is not the root that kubelet gives the group to.
        access.volume().isWhole() ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        "nothing on the volume belongs to a group of this process, so no fsGroup was applied to it",
        access.facts(
            FactText.file(volume.path(), root), "file system " + FactText.mount(access.mount())),
        List.of(
            RuledOut.of(
                CauseId.FSGROUP_NOT_IN_PROCESS,
                "the root of the volume has no fsGroup (it is not setgid)")),
        "give the volume the right gid where it is provisioned (access point or export); where the"
            + " pod asks for an fsGroup, its driver ignores it (use one with fsGroupPolicy: File),"
            + " or kubelet's chown failed, which it only logs",
        Command.of(
            "kubectl get csidriver -o"
                + " custom-columns=NAME:.metadata.name,POLICY:.spec.fsGroupPolicy"));
  }
}
