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

/** The path is on another volume than it was when it was recorded. */
public final class DifferentVolume implements AccessCause, ContentCause {
  private static final String REMEDY =
      "give both tasks the same claim; a workspace bound to a volumeClaimTemplate is one claim for"
          + " the run only if both tasks name that workspace";
  private static final String CONFIRM = "kubectl get pod -o yaml of both: volumes and volumeMounts";

  @Override
  public CauseId id() {
    return CauseId.DIFFERENT_VOLUME;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    MountPair mounts = access.mounts();
    if (mounts == null || mounts.sameDevice()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "this task has another volume at " + mounts.now().mountPoint() + " than the recording one",
        mounts.facts(),
        List.of(MountPair.COMPARABLE),
        REMEDY,
        CONFIRM);
  }

  /** The other volume has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null
        || !content.otherImage()
        || files.identity() != FilePair.Identity.ELSEWHERE
        || files.otherRoot()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.imageLine(), files.whichFile()));
    evidence.addAll(content.mountLines());
    return new Finding(
        id(),
        content.sameBoot() ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "this task looks at another volume than the recording one, with another image on it",
        evidence,
        List.of("REPLACED: the file systems differ, not only the files"),
        REMEDY,
        CONFIRM);
  }
}
