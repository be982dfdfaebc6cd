package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Space;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * skopeo unpacks an OCI archive into its temporary directory before it copies; there is not enough
 * room for that.
 */
public final class TmpTooSmall implements ContentCause {
  /** Where skopeo unpacks unless told; that this step has none says nothing about the next. */
  private static final String DEFAULT = "/var/tmp";

  @Override
  public CauseId id() {
    return CauseId.TMP_TOO_SMALL;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    if (archive.file().format() != ArchiveFile.Format.OCI_ARCHIVE) {
      return null;
    }
    Space space = content.temporary();
    if (space == null) {
      return null;
    }
    Finding absent = absent(space);
    return absent == null ? tooSmall(space, archive.file().size()) : absent;
  }

  /** A directory that was named and is not there: its volume is not mounted. */
  private @Nullable Finding absent(Space space) {
    if (space.path().equals(DEFAULT) || !"ENOENT".equals(space.errno())) {
      return null;
    }
    return warning(
        // The pushing step may have what this one has not.
        Finding.Confidence.MEDIUM,
        "skopeo will find no temporary directory: " + space.path() + " does not exist here",
        List.of("statvfs " + space.path() + ": ENOENT"),
        "mount the volume that holds "
            + space.path()
            + " in the pushing step, and make the directory there before skopeo runs",
        Command.on(space.path(), "ls -ld") + " in the pushing step");
  }

  private @Nullable Finding tooSmall(Space space, long needed) {
    Long available = space.availableBytes();
    Long inodes = space.availableInodes();
    boolean noInodes = inodes != null && inodes == 0;
    boolean counted = space.totalBytes() != null && space.totalBytes() > 0;
    if (available == null || !counted || (available >= needed && !noInodes)) {
      return null;
    }
    return warning(
        // Each step has a directory of its own there, unless it was named.
        space.path().equals(DEFAULT) ? Finding.Confidence.MEDIUM : Finding.Confidence.HIGH,
        "skopeo will run out of space: " + space.path() + " cannot hold the archive",
        List.of(
            space.path()
                + " has "
                + available
                + " bytes available"
                + (noInodes ? " and no inodes" : ""),
            "the archive has " + needed + " bytes, and skopeo unpacks all of it"),
        "mount a volume or emptyDir larger than the archive and name it before the subcommand:"
            + " `skopeo --tmpdir DIRECTORY copy …`; raise the step's ephemeral-storage request",
        Command.on(space.path(), "df") + " in the pushing step");
  }

  private Finding warning(
      Finding.Confidence confidence,
      String summary,
      List<String> evidence,
      String remedy,
      String confirm) {
    return new Finding(
        id(), Finding.Kind.WARNING, confidence, summary, evidence, List.of(), remedy, confirm);
  }
}
