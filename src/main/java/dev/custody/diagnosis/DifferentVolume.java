package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path is on another volume than it was when it was recorded. */
final class DifferentVolume implements AccessCause, ContentCause {
  private static final String REMEDY =
      "give both tasks the same claim; a workspace bound to a volumeClaimTemplate is one claim for"
          + " the run only if both tasks name that workspace";
  private static final String CONFIRM = "kubectl get pod -o yaml of both: volumes and volumeMounts";

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
        REMEDY,
        CONFIRM);
  }

  /** The other volume has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(Content content) {
    FilePair files = content.files();
    if (files == null
        || !content.otherImage()
        || files.identity() != FilePair.Identity.ELSEWHERE
        || files.otherRoot()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.imageLine(), files.whichFile()));
    evidence.addAll(content.mountLines());
    return Access.cause(
        id(),
        content.sameBoot() ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "this task looks at another volume than the recording one, with another image on it",
        evidence,
        List.of("REPLACED: the file systems differ, not only the files"),
        REMEDY,
        CONFIRM);
  }
}
