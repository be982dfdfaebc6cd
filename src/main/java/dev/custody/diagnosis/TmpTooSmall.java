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
  /** Where skopeo unpacks unless told; that this step has none says nothing about the next. */
  private static final String DEFAULT = "/var/tmp";

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
      Finding finding = absent(space);
      if (finding == null) {
        finding = tooSmall(space, archive.size());
      }
      if (finding != null) {
        return finding;
      }
    }
    return null;
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
        "ls -ld " + space.path() + " in the pushing step");
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
        // The pushing step may have another directory mounted there.
        Finding.Confidence.HIGH,
        "skopeo will run out of space: " + space.path() + " cannot hold the archive",
        List.of(
            space.path()
                + " has "
                + available
                + " bytes available"
                + (noInodes ? " and no inodes" : ""),
            "the archive has " + needed + " bytes, and skopeo unpacks all of it"),
        "mount a volume or emptyDir larger than the archive and name it before the subcommand:"
            + " skopeo --tmpdir DIRECTORY copy …; raise the step's ephemeral-storage request",
        "df " + space.path() + " in the pushing step");
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
