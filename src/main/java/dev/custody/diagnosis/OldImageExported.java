package dev.custody.diagnosis;

import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The export took an image of an earlier build: a stale tag, or storage kept on the volume. The
 * archive is sound and new, its image is neither the built one nor recent.
 */
final class OldImageExported implements ContentCause {
  @Override
  public String id() {
    return "OLD_IMAGE_EXPORTED";
  }

  /** A build and its export are rarely further apart. */
  private static final Duration SAME_BUILD = Duration.ofHours(1);

  @Override
  public @Nullable Finding in(Content content) {
    ArchiveEvidence archive = content.archive();
    Digest built = content.bareDigest();
    FileStatus file = content.file();
    if (archive == null || built == null || file == null || !content.otherImage()) {
      return null;
    }
    Instant created = CreatedOldIsFine.created(archive);
    if (DigestKinds.find(archive, built) != null
        || created == null
        || created.isAfter(file.modified().minus(SAME_BUILD))) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the archive was exported from an older image than the one that was built",
        List.of(
            content.imageLine(),
            "image created " + created + ", archive written " + file.modified(),
            "the archive is sound"),
        List.of("DIGEST_KIND_CONFUSION: " + built + " is no digest of this archive"),
        "export by the id that the build printed (--iidfile), not by tag, and clean the storage kept"
            + " between runs",
        "compare with the previous run's record; a digest from buildah images or buildah inspect is"
            + " of uncompressed layers and never equals the archive's");
  }
}
