package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The digest given is one of this archive's, but of another kind than the one a registry shows. */
final class DigestKindConfusion implements ContentCause {
  @Override
  public String id() {
    return "DIGEST_KIND_CONFUSION";
  }

  @Override
  public @Nullable Finding in(Content content) {
    ArchiveEvidence archive = content.archive();
    Digest given = content.bareDigest();
    Role role = archive == null || given == null ? null : DigestKinds.find(archive, given);
    if (archive == null || role == null || right(role, archive)) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the digest given is " + DigestKinds.words(role) + ", not the manifest digest",
        List.of(
            given + " is " + DigestKinds.words(role),
            archive.digest() == null
                ? "this archive holds no manifest"
                : "the manifest digest is " + archive.digest()),
        List.of("REWRITTEN_IN_PLACE: the digest given belongs to this very archive"),
        archive.digest() == null
            ? "give the config digest"
            : "give " + archive.digest() + ", or the build's record instead of a digest",
        "custody inspect --find " + given);
  }

  private static boolean right(Role role, ArchiveEvidence archive) {
    return switch (role) {
      case Role.SelectedManifest _, Role.PlatformManifest _ -> true;
      // A docker-archive has no better one.
      case Role.Config _ -> archive.format() == ArchiveEvidence.Format.DOCKER_ARCHIVE;
      default -> false;
    };
  }
}
