package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordedEvidence.Compact;
import dev.custody.record.RecordedEvidence.Full;
import dev.custody.record.RecordedEvidence.Look;
import java.util.ArrayList;
import java.util.Objects;

/**
 * The gate's comparison where the observed look is known by its compact record only. Whatever the
 * gate asks of a full record and a compact one does not keep makes the verdict unknown.
 */
final class CompactComparison {
  private final Compact observed;
  private final boolean passedThen;
  private final Comparison result =
      new Comparison(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private CompactComparison(Compact observed, boolean passedThen) {
    this.observed = observed;
    this.passedThen = passedThen;
  }

  /** What the look itself says of its archive. */
  static Comparison alone(Compact observed, boolean passedThen) {
    CompactComparison comparison = new CompactComparison(observed, passedThen);
    comparison.judgeArchive();
    return comparison.result;
  }

  /** One earlier look against it. */
  static Comparison of(Look recorded, Compact observed, boolean passedThen) {
    CompactComparison comparison = new CompactComparison(observed, passedThen);
    if (recorded.sawArchive()) {
      comparison.hold(recorded);
    } else {
      comparison.result.reasons().add(Comparison.sawNoArchive(recorded));
    }
    return comparison.result;
  }

  private void judgeArchive() {
    String source = observed.source();
    CompactRecord.Checks checks = observed.record().checks();
    if (!observed.sawArchive()) {
      result.reasons().add(source + " is from a step that could not read the archive");
    } else if (checks.depth() == null) {
      if (!passedThen) {
        result
            .reasons()
            .add(
                source
                    + " does not say whether the archive was sound, as custody 0.1 did not; the"
                    + " full record of that step does");
      }
    } else if (checks.worst() != null) {
      switch (checks.worst()) {
        case DAMAGED ->
            result.differences().add(new Difference.DamageInCompact(source, checks.depth()));
        case CANNOT_TELL ->
            result
                .reasons()
                .add(
                    source
                        + " says that the archive could not be checked; the full record of that"
                        + " step says why");
      }
    }
  }

  private void hold(Look recorded) {
    ImageIdentity image = observed.image();
    result.holdImage(recorded.source(), recorded.image(), image);
    boolean same = !result.matched().isEmpty();
    boolean other = !result.differences().isEmpty();
    Digest index = observed.indexDigest();
    long size = observed.size() == null ? 0 : observed.size();
    boolean sameIndex = result.holdIndexAndSize(recorded, index, size, same);
    if (same && !sameIndex && !layersAreProved(recorded.image(), image)) {
      result
          .reasons()
          .add(
              "the same config does not prove the same layers, and "
                  + observed.source()
                  + " does not say whether they were compared; the full record of that step does");
    }
    if ((same || sameIndex) && !sameBlobsMissing(recorded)) {
      result
          .reasons()
          .add(
              observed.source()
                  + " is of an archive that does not hold all of the index that "
                  + recorded.source()
                  + " recorded, so no push from it publishes this index");
    }
    if (!same && !other && sameIndex && index != null) {
      result.matched("digest of index.json", index, recorded.source());
    }
    if (result.matched().isEmpty() && result.differences().isEmpty()) {
      result
          .reasons()
          .add(
              recorded.source()
                  + " has no kind of digest in common with "
                  + observed.source()
                  + ", so they cannot be compared");
    }
    if (!result.matched().isEmpty()) {
      Depth depth = observed.depth() == null ? Depth.STRUCTURE : observed.depth();
      result.reasons().addAll(RecordedDamage.reasons(recorded, depth, passedThen));
    }
  }

  /** A manifest names its layers; of two docker-archives their reading at depth content does. */
  private boolean layersAreProved(ImageIdentity recorded, ImageIdentity image) {
    boolean manifests = recorded.manifest() != null && image.manifest() != null;
    boolean docker = recorded.manifest() == null && image.manifest() == null;
    return manifests || (docker && observed.depth() != null && observed.depth() != Depth.STRUCTURE);
  }

  private boolean sameBlobsMissing(Look recorded) {
    String missing = observed.record().checks().incomplete();
    if (missing == null) {
      return true;
    }
    return switch (recorded) {
      case Full full -> {
        ArchiveEvidence archive = full.archive();
        yield archive != null
            && missing.equals(CompactRecord.Checks.incomplete(archive.image().incomplete()));
      }
      case Compact compact -> Objects.equals(missing, compact.record().checks().incomplete());
    };
  }
}
