package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.content.ContentEvidence;
import dev.custody.diagnosis.content.FilePair;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same volume, but another directory of it than when it was recorded. */
public final class DifferentSubpath implements AccessCause, ContentCause {
  /** What to do, whoever found it: the records, or a dump of the cluster. */
  public static final String REMEDY =
      "give both tasks the same subPath; a PipelineRun subPath and a Pipeline subPath are appended";

  @Override
  public CauseId id() {
    return CauseId.DIFFERENT_SUBPATH;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    MountPair mounts = access.volume().mounts();
    if (mounts == null) {
      return access.volume().differs() && access.denial().errno().equals("ENOENT")
          ? byFingerprint(access)
          : null;
    }
    MountPair.Relation relation = mounts.relation(access.volume().onNodeDisk());
    if (relation != MountPair.Relation.OTHER_DIRECTORY
        && (relation != MountPair.Relation.EITHER || access.volume().onEmptyDir())) {
      return null;
    }
    return new Finding(
        id(),
        confidence(relation, mounts),
        mounts.sameRoot()
            ? "directory "
                + mounts.then().root()
                + " of the volume was removed and made again since the archive was recorded"
            : "this task sees directory "
                + mounts.now().root()
                + " of the volume; the task that recorded the archive saw "
                + mounts.then().root(),
        mounts.facts(),
        List.of(MountPair.COMPARABLE),
        mounts.sameRoot() ? "find the task that cleans the volume while the run needs it" : REMEDY,
        Kubectl.compareMounts(access.observed(), access.baseline()));
  }

  /** A device number is given again, so it alone does not prove that the volume is the same. */
  private static Finding.Confidence confidence(MountPair.Relation relation, MountPair mounts) {
    return relation == MountPair.Relation.EITHER
        ? Finding.Confidence.MEDIUM
        : mounts.sameClaim() ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH;
  }

  /** Where only the roots of the volumes are known it may be another volume as well. */
  private @Nullable Finding byFingerprint(AccessEvidence access) {
    RecordedEvidence.Look recorded = access.baseline();
    return recorded == null || access.volume().isAnotherFileSystem()
        ? null
        : new Finding(
            id(),
            Finding.Confidence.MEDIUM,
            "this task may see a different directory of the volume than the task that recorded the"
                + " archive",
            List.of(
                access.denial().fact(),
                "volume root recorded " + recorded.volumeRoot(),
                "observed " + access.observed().volumeRoot()),
            List.of(RuledOut.of(CauseId.REMOVED, "the recorded directory is not mounted here")),
            REMEDY,
            Kubectl.compareMounts(access.observed(), recorded));
  }

  /** The other directory has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    MountPair mounts = content.volumes().mounts();
    if (files == null
        || !content.images().isOther()
        || (files.relation() != MountPair.Relation.OTHER_DIRECTORY
            && files.relation() != MountPair.Relation.EITHER)) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.images().line(), files.whichFile()));
    evidence.addAll(content.volumes().lines());
    return new Finding(
        id(),
        mounts == null ? Finding.Confidence.MEDIUM : confidence(files.relation(), mounts),
        "this task looks at a different directory of the volume than the task that recorded the"
            + " archive",
        evidence,
        List.of(),
        REMEDY,
        Kubectl.compareMounts(content.observed(), content.toExplain()));
  }
}
