package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The export took an image of an earlier build: a stale tag, or storage kept on the volume. The
 * archive is sound and new, its image is neither the built one nor recent.
 */
public final class OldImageExported implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.OLD_IMAGE_EXPORTED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    FileStatus file = content.file();
    if (content.image() != ImageIdentity.Match.OTHER
        || content.sameImageOtherForm()
        || !content.damage().isEmpty()) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(content.imageLine());
    RecordedEvidence.Look earlier = earlier(content);
    if (earlier != null) {
      evidence.add(
          "the same image was recorded at "
              + earlier.at()
              + " by pipeline run uid "
              + earlier.step().pipelineRunUid());
    }
    Instant created = CreatedOldIsFine.created(archive);
    if (created != null && file != null) {
      evidence.add("image created " + created + ", archive written " + file.modified());
    }
    if (earlier == null) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        "the archive was exported from an older image than the one that was built",
        evidence,
        content.digests().isEmpty()
            ? List.of()
            : List.of("DIGEST_KIND_CONFUSION: no digest given is of another kind in this archive"),
        "export by the id that the build printed (--iidfile), not by tag, and clean the storage"
            + " kept between runs",
        "compare with the previous run's record; a digest from buildah images or buildah inspect is"
            + " of uncompressed layers and never equals the archive's");
  }

  /** A record of another run in which this very image was observed before. */
  private static RecordedEvidence.@Nullable Look earlier(ContentEvidence content) {
    String run = content.observed().step().pipelineRunUid();
    for (RecordedEvidence.Look look : content.looks()) {
      String other = look.step().pipelineRunUid();
      if (run != null
          && other != null
          && !run.equals(other)
          && content.compare(look) == ImageIdentity.Match.SAME) {
        return look;
      }
    }
    return null;
  }
}
