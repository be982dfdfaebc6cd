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
    if (archive == null) {
      return null;
    }
    for (Digest given : content.digests()) {
      Finding finding = judge(given, archive, "this archive", archive);
      if (finding != null) {
        return finding;
      }
      // It may be a part of what the build made, and the archive another one since.
      ArchiveEvidence built = content.recordedArchive();
      if (built != null && DigestKinds.find(archive, given) == null) {
        finding = judge(given, built, "the recorded archive", archive);
        if (finding != null) {
          return finding;
        }
      }
    }
    return null;
  }

  private @Nullable Finding judge(
      Digest given, ArchiveEvidence in, String whose, ArchiveEvidence observed) {
    Role role = DigestKinds.find(in, given);
    if (role == null || right(role, in)) {
      return null;
    }
    Digest manifest = in.digest();
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the digest given is " + DigestKinds.words(role) + ", not the manifest digest",
        List.of(
            given + " is " + DigestKinds.words(role) + " in " + whose,
            manifest == null
                ? whose + " holds no manifest"
                : "the manifest digest of " + whose + " is " + manifest),
        in.equals(observed)
            ? List.of("REWRITTEN_IN_PLACE: the digest given belongs to this very archive")
            : List.of(),
        manifest == null
            ? "give the config digest"
            : "give " + manifest + ", or the build's record instead of a digest",
        "custody inspect --find " + given + " " + observed.path());
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
