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
    RecordedEvidence.Look before = content.recorded();
    Digest recorded =
        before != null
            ? before.image().manifest()
            : content.digests().isEmpty() ? null : content.digests().getFirst();
    // Where the image itself could not be read, that is why the digest is not found.
    boolean lost =
        archive.image().config() != null
            && recorded != null
            && DigestRoles.weightiest(archive, recorded) == null;
    List<String> evidence = new ArrayList<>();
    evidence.add(
        archive.file().path() + " has a manifest.json in docker's form and no OCI manifest");
    if (archive.image().config() != null) {
      evidence.add("config digest (image id) " + archive.image().config().digest());
    }
    if (lost) {
      evidence.add("recorded manifest digest " + recorded);
    }
    return new Finding(
        id(),
        lost ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "a docker-archive stores no manifest: each push creates one, so its digest cannot be"
            + " predicted",
        evidence,
        List.of(),
        "export as oci-archive (`skopeo copy … oci-archive:PATH`, `docker buildx build --output"
            + " type=oci,dest=PATH`), then push with `skopeo copy --preserve-digests`",
        "compare the config digest after the push: `skopeo inspect --raw docker://…`");
  }
}
