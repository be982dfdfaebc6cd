package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.Digest;
import dev.custody.oci.DigestRoles;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The given digest is neither in the archive nor in what was recorded. */
public final class DigestNotInArchive implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.DIGEST_NOT_IN_ARCHIVE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    Digest manifest = content.archive().image().digest();
    boolean known =
        content.looks().stream()
            .anyMatch(look -> content.images().compare(look) == ImageIdentity.Match.SAME);
    if (manifest == null || known || !content.damage().isEmpty()) {
      return null;
    }
    for (Digest given : content.digests()) {
      if (DigestRoles.weightiest(content.archive(), given) == null
          && content.looks().stream().allMatch(look -> look.role(given) == null)) {
        return finding(given, manifest);
      }
    }
    return null;
  }

  private Finding finding(Digest given, Digest manifest) {
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the given digest is not in this archive",
        List.of("given " + given, "the manifest digest is " + manifest),
        List.of(
            "DIGEST_KIND_CONFUSION: it is neither manifest, index, config, layer nor diffID of this"
                + " archive"),
        "find out what this digest belongs to: the build's own record (--recorded,"
            + " --recorded-compact) says more than a digest; `buildah images --digests` shows the"
            + " digest of the image in local storage (uncompressed layers), which never equals the"
            + " archive's",
        Command.of("custody inspect --find " + given + " ARCHIVE")
            + " on the archives of earlier runs");
  }
}
