package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.content.ContentEvidence;
import dev.custody.diagnosis.content.FilePair;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The path is on another volume than it was when it was recorded. */
public final class DifferentVolume implements AccessCause, ContentCause {
  /** What to do, whoever found it: the records, or a dump of the cluster. */
  public static final String REMEDY =
      "give both tasks the same claim; a workspace bound to a volumeClaimTemplate is one claim for"
          + " the run only if both tasks name that workspace";

  @Override
  public CauseId id() {
    return CauseId.DIFFERENT_VOLUME;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    MountPair mounts = access.volume().mounts();
    if (mounts != null) {
      MountPair.Relation relation = mounts.relation(access.volume().onNodeDisk());
      boolean either = relation == MountPair.Relation.EITHER && !access.volume().onEmptyDir();
      return relation != MountPair.Relation.OTHER_VOLUME && !either
          ? null
          : finding(
              access,
              either ? Finding.Confidence.MEDIUM : mounts.confidence(),
              "this task has a different volume at "
                  + mounts.now().mountPoint()
                  + " than the task that recorded the archive",
              mounts.facts(),
              List.of(MountPair.COMPARABLE));
    }
    RecordedEvidence.Look recorded = access.baseline();
    Mount now = access.mount();
    if (recorded == null || now == null || !access.volume().differs()) {
      return null;
    }
    return finding(
        access,
        access.volume().isAnotherFileSystem() ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        "this task has a different volume, or a different directory of it, at "
            + now.mountPoint()
            + " than the task that recorded the archive",
        List.of(
            access.denial().fact(),
            "volume root recorded " + recorded.volumeRoot(),
            "observed " + access.observed().volumeRoot()),
        List.of(RuledOut.of(CauseId.REMOVED, "the recorded volume is not mounted here")));
  }

  /** Device numbers can be compared since one boot of one node only. */
  private static Finding.Confidence confidence(ContentEvidence content) {
    MountPair mounts = content.volumes().mounts();
    return mounts != null && content.sameBoot() ? mounts.confidence() : Finding.Confidence.HIGH;
  }

  private Finding finding(
      AccessEvidence access,
      Finding.Confidence confidence,
      String summary,
      List<String> facts,
      List<RuledOut> ruledOut) {
    return new Finding(
        id(),
        confidence,
        summary,
        facts,
        ruledOut,
        REMEDY,
        Kubectl.compareMounts(access.observed(), access.baseline()));
  }

  /** The other volume has an image too, and it is another one. */
  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null
        || !content.images().isOther()
        || files.relation() == MountPair.Relation.OTHER_DIRECTORY) {
      return null;
    }
    boolean elsewhere = files.identity() == FilePair.Identity.ELSEWHERE;
    // A file that is older than the record was elsewhere when the record was made.
    boolean older =
        files.identity() == FilePair.Identity.OTHER
            && !content.volumes().proveOne()
            && !content.namesOtherFile()
            && !content.linksLeadElsewhere()
            && files.olderThan(Objects.requireNonNull(content.toExplain()).at());
    if (files.isEarlier()) {
      return earlierState(content, files);
    }
    if (!elsewhere && !older) {
      return null;
    }
    List<String> evidence = new ArrayList<>(List.of(content.images().line(), files.whichFile()));
    evidence.addAll(content.volumes().lines());
    return new Finding(
        id(),
        older || files.relation() == MountPair.Relation.EITHER
            ? Finding.Confidence.MEDIUM
            : confidence(content),
        "this task mounts a different volume than the task that recorded the archive, and a"
            + " different image is on it",
        evidence,
        List.of(
            RuledOut.of(
                CauseId.REPLACED,
                older
                    ? "the file here is older than the record of the other file"
                    : "the file systems differ, not only the files")),
        REMEDY,
        Kubectl.compareMounts(content.observed(), content.toExplain()));
  }

  private Finding earlierState(ContentEvidence content, FilePair files) {
    List<String> evidence =
        new ArrayList<>(List.of(content.images().line(), files.whichFile(), files.changed()));
    evidence.addAll(content.volumes().lines());
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the file is as it was before it was recorded: a snapshot, a clone or a restored backup of"
            + " the volume, unless a clock was set back",
        evidence,
        List.of(
            RuledOut.of(
                CauseId.REWRITTEN_IN_PLACE, "writing never sets the change time (ctime) back")),
        REMEDY,
        Kubectl.compareMounts(content.observed(), content.toExplain()));
  }
}
