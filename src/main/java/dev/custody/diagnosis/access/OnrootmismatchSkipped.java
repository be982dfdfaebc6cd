package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume root already had the fsGroup, so kubelet left the file inside as its writer made it.
 */
public final class OnrootmismatchSkipped implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.ONROOTMISMATCH_SKIPPED;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Component volume = access.volume().root();
    if (volume == null || !applies(access)) {
      return null;
    }
    FileStatus root = volume.status();
    return new Finding(
        id(),
        // A file server's clock need not be the node's, and kubelet seldom owns such a volume. What
        // is not the root of a file system may be a directory of the node, which it never touches.
        access.volume().onNetwork() || !access.volume().isWhole()
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.HIGH,
        denial.component().path()
            + (access.volume().isWhole()
                ? " still has the mode its writer gave it: kubelet checked only the volume root"
                : " may still have the mode its writer gave it because kubelet checked only the"
                    + " volume root")
            + " (OnRootMismatch)",
        access.facts(
            root == null ? "" : FactText.file(volume.path(), root) + ": matches the fsGroup"),
        List.of(
            RuledOut.of(CauseId.FSGROUP_NOT_IN_PROCESS, "the process is in the volume's group"),
            new RuledOut(
                List.of(CauseId.MODE_DENIES),
                RuledOut.ALONE,
                "if kubelet had gone through the whole volume, the file would be"
                    + " group-readable")),
        "after the export, in the same task: "
            + access.mode().grant()
            + " (or set fsGroupChangePolicy: Always, with which kubelet repairs it at each pod"
            + " start"
            + (access.volume().isWhole()
                ? ")"
                : "; not on a hostPath or a directory of the node, which it never changes)"),
        Kubectl.getPod(
            access.observed(), null, "-o jsonpath='{.spec.securityContext.fsGroupChangePolicy}'"));
  }

  /** Whether the root is as kubelet wants it and only the file is not. */
  static boolean applies(AccessEvidence access) {
    Denial denial = access.denial();
    Credentials who = access.credentials();
    Component volume = access.volume().root();
    FileStatus root = volume == null ? null : volume.status();
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    return access.mode().refuses()
        && who != null
        && root != null
        && status != null
        && decider != null
        && !decider.equals(volume)
        && who.uid().filesystem() != 0
        && who.uid().filesystem() != status.uid()
        && access.mode().olderThanPod()
        && !access.volume().onEmptyDir()
        // A hostPath, as local-path makes them: kubelet gives it no fsGroup.
        && !access.volume().onNodeDisk()
        && (root.mode() & 02070) == 02070
        && root.gid() != 0
        && who.inGroup(root.gid());
  }
}
