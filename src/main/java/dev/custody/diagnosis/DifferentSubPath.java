package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same volume, but another directory of it than when it was recorded. */
final class DifferentSubPath implements AccessCause, ContentCause {
  private static final String REMEDY =
      "give both tasks the same subPath; a PipelineRun subPath and a Pipeline subPath are appended";
  private static final String CONFIRM = "kubectl get pod -o yaml of both: volumes and volumeMounts";

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
        REMEDY,
        CONFIRM);
  }

  /** The other directory has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(Content content) {
    FilePair files = content.files();
    if (files == null || !content.otherImage() || !files.otherRoot() || files.otherVolume()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.imageLine(), files.whichFile()));
    evidence.addAll(content.mountLines());
    return Access.cause(
        id(),
        content.sameBoot() && files.recorded().device().equals(files.observed().device())
            ? Finding.Confidence.CERTAIN
            : Finding.Confidence.MEDIUM,
        "this task looks at another directory of the volume than the recording one",
        evidence,
        List.of(),
        REMEDY,
        CONFIRM);
  }
}
