package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.content.ContentEvidence;
import dev.custody.diagnosis.content.FilePair;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same volume, but another directory of it than when it was recorded. */
public final class DifferentSubpath implements AccessCause, ContentCause {
  private static final String REMEDY =
      "give both tasks the same subPath; a PipelineRun subPath and a Pipeline subPath are appended";
  private static final String CONFIRM = "kubectl get pod -o yaml of both: volumes and volumeMounts";

  @Override
  public CauseId id() {
    return CauseId.DIFFERENT_SUBPATH;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    MountPair mounts = access.mounts();
    if (mounts == null || !mounts.sameDevice() || mounts.sameRoot()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "this task sees "
            + mounts.now().root()
            + " of the volume, the recording one "
            + mounts.then().root(),
        mounts.facts(),
        List.of(MountPair.COMPARABLE),
        REMEDY,
        CONFIRM);
  }

  /** The other directory has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null || !content.otherImage() || !files.otherRoot() || files.otherVolume()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.imageLine(), files.whichFile()));
    evidence.addAll(content.mountLines());
    return new Finding(
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
