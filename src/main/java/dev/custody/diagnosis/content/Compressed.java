package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The whole archive is compressed on top of its layers. skopeo reads it, but nothing can seek in
 * it.
 */
public final class Compressed implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.COMPRESSED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    if (archive.file().compression() == ArchiveFile.Compression.NONE) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        Finding.Confidence.CERTAIN,
        "the archive as a whole is compressed, so every look at it reads and unpacks all of it",
        List.of(
            archive.file().path()
                + " is "
                + archive.file().compression().name().toLowerCase(Locale.ROOT)
                + "-compressed"),
        List.of(),
        "leave the archive as skopeo or buildah wrote it; its layers are compressed already",
        Command.on(archive.file().path(), "file"));
  }
}
