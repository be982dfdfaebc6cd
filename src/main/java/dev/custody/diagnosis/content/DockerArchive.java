package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Digest;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The archive is in docker's form, which has no manifest: the push creates one, so the registry's
 * digest is not known before the push.
 */
public final class DockerArchive implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.DOCKER_ARCHIVE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    if (archive.file().format() != ArchiveFile.Format.DOCKER_ARCHIVE) {
      return null;
    }
    // Where the image itself could not be read, that is why the digest is not found.
    Digest lost = archive.image().config() == null ? null : lost(content);
    List<String> evidence = new ArrayList<>();
    evidence.add(
        archive.file().path() + " has a manifest.json in docker's form and no OCI manifest");
    if (archive.image().config() != null) {
      evidence.add("config digest (image id) " + archive.image().config().digest());
    }
    if (lost != null) {
      evidence.add("recorded manifest digest " + lost);
    }
    return new Finding(
        id(),
        lost != null ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "a docker-archive stores no manifest: each push creates one, so its digest cannot be"
            + " predicted",
        evidence,
        List.of(),
        "export as oci-archive (`skopeo copy … oci-archive:PATH`, `docker buildx build --output"
            + " type=oci,dest=PATH`), then push with `skopeo copy --preserve-digests`",
        "compare the config digest after the push: `skopeo inspect --raw docker://…`");
  }

  /** The digest recorded, else the first one given, that is not in the archive; null if all are. */
  private static @Nullable Digest lost(ContentEvidence content) {
    RecordedEvidence.Look before = content.toExplain();
    Digest manifest = before == null ? null : before.image().manifest();
    return Stream.concat(Stream.ofNullable(manifest), content.digests().stream())
        .filter(digest -> DigestRoles.weightiest(content.archive(), digest) == null)
        .findFirst()
        .orElse(null);
  }
}
