package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Descriptor;
import dev.custody.oci.image.PushCommand;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers are stored uncompressed. A push compresses them, so the manifest and its digest change;
 * the new digest also depends on which blobs the registry already has.
 */
public final class UncompressedLayers implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.UNCOMPRESSED_LAYERS;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    // A docker-archive's layers are compressed on push too, but it has no digest to lose.
    if (archive.file().format() == ArchiveFile.Format.DOCKER_ARCHIVE) {
      return null;
    }
    List<Descriptor> plain =
        archive.image().layers().stream().filter(layer -> plain(layer, archive)).toList();
    if (plain.isEmpty()) {
      return null;
    }
    String push = PushCommand.of(archive);
    return new Finding(
        id(),
        Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "skopeo compresses these layers when it pushes, so the registry's digest will differ from"
            + " the archive's",
        List.of(
            plain.size()
                + " of "
                + archive.image().layers().size()
                + " layers are stored uncompressed, the first is "
                + plain.getFirst().digest()
                + " ("
                + plain.getFirst().mediaType()
                + ")",
            "manifest digest here " + archive.image().digest()),
        List.of(),
        "export with compressed layers"
            + (push == null ? "" : ", or push without compressing: `" + push + "`"),
        "after the push compare config digests, which stay the same; manifest digests can differ"
            + " even between two registries, because one may already have a layer in another form");
  }

  /**
   * skopeo labels the plain layers of a docker-archive {@code tar+gzip} when it writes an OCI
   * archive from it (seen with 1.9.3), so the hash counts: a blob that is its own diffID is a tar.
   */
  private static boolean plain(Descriptor layer, ArchiveEvidence archive) {
    if (archive.image().diffIds().contains(layer.digest())) {
      return true;
    }
    return switch (layer.mediaType()) {
      case "application/vnd.oci.image.layer.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.docker.image.rootfs.diff.tar" ->
          true;
      default -> false;
    };
  }
}
