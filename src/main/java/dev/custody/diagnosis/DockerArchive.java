package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The archive is in docker's form, which has no manifest: what a registry will show is made during
 * the push (D8).
 */
final class DockerArchive implements ContentCause {
  @Override
  public String id() {
    return "DOCKER_ARCHIVE";
  }

  @Override
  public @Nullable Finding in(Content content) {
    ArchiveEvidence archive = content.archive();
    if (archive == null || archive.format() != ArchiveEvidence.Format.DOCKER_ARCHIVE) {
      return null;
    }
    ArchiveEvidence before = content.recordedArchive();
    Digest recorded =
        before != null
            ? before.digest()
            : content.digests().isEmpty() ? null : content.digests().getFirst();
    boolean lost = recorded != null && DigestKinds.find(archive, recorded) == null;
    List<String> evidence = new ArrayList<>();
    evidence.add(archive.path() + " has a manifest.json in docker's form and no OCI manifest");
    if (archive.config() != null) {
      evidence.add("config digest (image id) " + archive.config().digest());
    }
    if (lost) {
      evidence.add("recorded manifest digest " + recorded);
    }
    return new Finding(
        id(),
        lost ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "a docker-archive has no manifest digest: a push will show one that nobody can tell before",
        evidence,
        List.of(),
        "export as oci-archive (skopeo copy … oci-archive:PATH, docker buildx build --output"
            + " type=oci,dest=PATH), then push with skopeo copy --preserve-digests",
        "compare the config digest after the push: skopeo inspect --raw docker://…");
  }
}
