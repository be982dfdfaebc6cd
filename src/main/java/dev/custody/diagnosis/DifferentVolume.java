package dev.custody.diagnosis;

import dev.custody.linux.Mount;
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
    Mount now = access.mount();
    Mount then = Mounts.recorded(access);
    if (now == null || then == null || access.denial() == null || !Mounts.sameBoot(access)) {
      return null;
    }
    boolean sameDevice = now.device().equals(then.device());
    if (sameDevice && now.root().equals(then.root())) {
      return null;
    }
    return Access.cause(
        sameDevice ? "DIFFERENT_SUBPATH" : id(),
        Finding.Confidence.CERTAIN,
        sameDevice
            ? "this task sees " + now.root() + " of the volume, the recording one " + then.root()
            : "this task has another volume at " + now.mountPoint() + " than the recording one",
        List.of("recorded " + Mounts.words(then), "observed " + Mounts.words(now)),
        List.of("same boot id, so device numbers can be compared"),
        "give both tasks the same claim and the same subPath; a PipelineRun subPath and a Pipeline"
            + " subPath are appended",
        "kubectl get pod -o yaml of both: volumes and volumeMounts");
  }
}
