package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
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
    Component volume = access.volumeRoot();
    if (volume == null || !applies(access)) {
      return null;
    }
    FileStatus root = volume.status();
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        denial.component().path()
            + " kept its writer's mode: kubelet looked at the volume root only",
        access.facts(
            root == null ? "" : FactText.file(volume.path(), root) + ": matches the fsGroup"),
        List.of(
            "FSGROUP_NOT_IN_PROCESS: the process is in the volume's group",
            "MODE_DENIES alone: a full pass of kubelet would have made the file group-readable"),
        "after the export, "
            + access.grant()
            + ", which also helps the next task; fsGroupChangePolicy: Always repairs it once per"
            + " pod start",
        "kubectl get pod -o jsonpath={.spec.securityContext.fsGroupChangePolicy}");
  }

  /** Whether the root is as kubelet wants it and only the file is not. */
  static boolean applies(AccessEvidence access) {
    Denial denial = access.denial();
    Credentials who = access.credentials();
    Component volume = access.volumeRoot();
    FileStatus root = volume == null ? null : volume.status();
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    return denial.predicted()
        && access.modesAreReal()
        && denial.prediction() instanceof Prediction.Denied denied
        && !denied.acl()
        && !denied.unmapped()
        && who != null
        && root != null
        && status != null
        && decider != null
        && !decider.equals(volume)
        && who.uid().filesystem() != 0
        && who.uid().filesystem() != status.uid()
        && access.olderThanPod()
        && !access.onEmptyDir()
        && (root.mode() & 02070) == 02070
        && root.gid() != 0
        && who.inGroup(root.gid());
  }
}
