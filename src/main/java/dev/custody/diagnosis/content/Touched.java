package dev.custody.diagnosis.content;

import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
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
    ArchiveRewrite rewrite = ArchiveRewrite.of(content);
    if (files == null
        || content.images().recorded() != ImageIdentity.Match.SAME
        || !content.damage().isEmpty()
        || !files.inPlace()
        || files.sameModified()
        || rewrite == ArchiveRewrite.YES) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        // A copy with its times (cp -p) of another export of the image sets them back as well.
        rewrite == ArchiveRewrite.NO ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        "the file's modification time was changed (touch, cp -p), but the image is the recorded"
            + " one",
        List.of(
            files.modified(),
            files.changed(),
            files.whichFile(),
            "the manifest digest is the recorded one"),
        rewrite == ArchiveRewrite.NO
            ? List.of(
                RuledOut.of(
                    CauseId.REEXPORTED_SAME, "the sha256 of the archive is the recorded one"))
            : List.of(),
        "nothing to do; compare digests, not times",
        "the sha256 of the archive file in both records decides: a new export changes it");
  }
}
