package dev.custody.diagnosis;

import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * skopeo unpacks an OCI archive into its temporary directory before it copies; there is not enough
 * room for that.
 */
final class TmpTooSmall implements ContentCause {
  @Override
  public String id() {
    return "TMP_TOO_SMALL";
  }

  @Override
  public @Nullable Finding in(Content content) {
    ArchiveEvidence archive = content.archive();
    if (archive == null || archive.format() != ArchiveEvidence.Format.OCI_ARCHIVE) {
      return null;
    }
    for (Space space : content.temporary()) {
      Long available = space.availableBytes();
      if (available != null && available < archive.size()) {
        return new Finding(
            id(),
            Finding.Kind.WARNING,
            // The pushing step may have another directory mounted there.
            Finding.Confidence.HIGH,
            "skopeo will run out of space: " + space.path() + " cannot hold the archive",
            List.of(
                space.path() + " has " + available + " bytes available",
                "the archive has " + archive.size() + " bytes, and skopeo unpacks all of it"),
            List.of(),
            "mount a volume or emptyDir larger than the archive and name it before the subcommand:"
                + " skopeo --tmpdir DIRECTORY copy …; raise the step's ephemeral-storage request",
            "df " + space.path() + " in the pushing step");
      }
    }
    return null;
  }
}
