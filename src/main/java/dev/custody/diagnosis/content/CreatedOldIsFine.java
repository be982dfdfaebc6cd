package dev.custody.diagnosis.content;

import dev.custody.gate.BuiltImageMatch;
import dev.custody.linux.FileStatus;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.BuiltImage;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image is older than its archive: one is the time of the commit, the other that of the export.
 */
public final class CreatedOldIsFine implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.CREATED_OLD_IS_FINE;
  }

  private static final Duration WORTH_A_WORD = Duration.ofMinutes(10);

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FileStatus file = content.file();
    Instant created = content.created();
    if (created == null
        || file == null
        || content.images().all() == ImageIdentity.Match.OTHER
        || isNotTheBuiltOne(content)
        || !content.damage().isEmpty()
        || created.isAfter(file.modified().minus(WORTH_A_WORD))) {
      return null;
    }
    boolean known = content.images().all() == ImageIdentity.Match.SAME;
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        known ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        "the image is older than its archive, which is normal"
            + (known ? "" : " unless an older image was exported"),
        List.of(
            "image created " + created + " (time of the commit)",
            "archive written " + file.modified() + " (end of the export)"),
        List.of(),
        known
            ? "nothing to do; a cached build or SOURCE_DATE_EPOCH explains any gap"
            : "a cached build or SOURCE_DATE_EPOCH explains any gap, and so does an older image"
                + " under the same tag: `custody record --built-id FILE …` tells, with the file of"
                + " the build's --iidfile",
        "compare digests, not times");
  }

  private static boolean isNotTheBuiltOne(ContentEvidence content) {
    BuiltImage built = content.observed().archive().built();
    return built != null && BuiltImageMatch.of(content.archive(), built) == BuiltImageMatch.OTHER;
  }
}
