package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same volume, but another directory of it than when it was recorded. */
final class DifferentSubPath implements AccessCause {
  @Override
  public String id() {
    return "DIFFERENT_SUBPATH";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Mounts.Pair mounts = Mounts.compared(access);
    if (mounts == null
        || !mounts.now().device().equals(mounts.then().device())
        || mounts.now().root().equals(mounts.then().root())) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.CERTAIN,
        "this task sees "
            + mounts.now().root()
            + " of the volume, the recording one "
            + mounts.then().root(),
        mounts.facts(),
        List.of(Mounts.COMPARABLE),
        "give both tasks the same subPath; a PipelineRun subPath and a Pipeline subPath are appended",
        "kubectl get pod -o yaml of both: volumes and volumeMounts");
  }
}
