package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The archive holds no image or several, and none was chosen by name; skopeo refuses it too. */
public final class AmbiguousIndex implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.AMBIGUOUS_INDEX;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveFile file = content.archive().file();
    return ImageNotChosen.finding(
        id(),
        Problem.Kind.AMBIGUOUS_INDEX,
        file.format() == ArchiveFile.Format.DOCKER_ARCHIVE
            ? "manifest.json does not name exactly one image, and none was chosen"
            : file.entries().isEmpty()
                ? "index.json has no image"
                : "index.json has " + file.entries().size() + " images and none was chosen",
        content);
  }
}
