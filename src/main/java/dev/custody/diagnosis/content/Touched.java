package dev.custody.diagnosis.content;

import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file has another modification time and the same image. Without the archive's own sha256 this
 * cannot be told from a second export over the file, which gives the same size.
 */
public final class Touched implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.TOUCHED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    Rewrite rewrite = Rewrite.of(content);
    if (files == null
        || content.images().recorded() != ImageIdentity.Match.SAME
        || !files.inPlace()
        || files.sameModified()
        || rewrite == Rewrite.YES) {
      return null;
    }
    boolean wentBack = files.observed().modified().isBefore(files.recorded().modified());
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        rewrite == Rewrite.NO
            ? Finding.Confidence.CERTAIN
            : wentBack ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        "the file's modification time was changed (touch, cp -p), but the image is the recorded"
            + " one",
        List.of(files.modified(), files.whichFile(), "the manifest digest is the recorded one"),
        rewrite == Rewrite.NO
            ? List.of("REEXPORTED_SAME: the sha256 of the archive is the recorded one")
            : wentBack ? List.of("REEXPORTED_SAME: writing does not set a time back") : List.of(),
        "nothing to do; compare digests, not times",
        "the sha256 of the archive file in both records decides: a new export changes it");
  }
}
