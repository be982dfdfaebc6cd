package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path is on another volume than it was when it was recorded. */
final class DifferentVolume implements AccessCause {
  @Override
  public String id() {
    return "DIFFERENT_VOLUME";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Mounts.Pair mounts = Mounts.compared(access);
    if (mounts == null || mounts.now().device().equals(mounts.then().device())) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.CERTAIN,
        "this task has another volume at " + mounts.now().mountPoint() + " than the recording one",
        mounts.facts(),
        List.of(Mounts.COMPARABLE),
        "give both tasks the same claim; a workspace bound to a volumeClaimTemplate is one claim for"
            + " the run only if both tasks name that workspace",
        "kubectl get pod -o yaml of both: volumes and volumeMounts");
  }
}
