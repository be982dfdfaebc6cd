package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
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
        return finding(content, given, manifest);
      }
    }
    return null;
  }

  private Finding finding(ContentEvidence content, Digest given, Digest manifest) {
    // The sha256 of the file as a whole is known only where it was asked for.
    boolean whole = content.archive().file().digest() != null;
    boolean comparable = given.algorithm().equals(manifest.algorithm());
    List<String> evidence = new ArrayList<>();
    evidence.add("given " + given);
    evidence.add("the manifest digest is " + manifest);
    if (!comparable) {
      evidence.add(
          "nothing was hashed with " + given.algorithm() + ", so it may be the same content's");
    } else if (!whole) {
      evidence.add("the archive file as a whole was not hashed, so it may be that sha256");
    }
    return new Finding(
        id(),
        whole && comparable ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        "the given digest is not in this archive",
        evidence,
        List.of(
            RuledOut.of(
                CauseId.DIGEST_KIND_CONFUSION,
                "it is neither manifest, index, config, layer nor diffID of this archive")),
        "find out what this digest belongs to: the build's own record (--recorded,"
            + " --recorded-compact) says more than a digest; `buildah images --digests` shows the"
            + " digest of the image in local storage (uncompressed layers), which never equals the"
            + " archive's",
        Command.of("custody inspect --find " + given + " ARCHIVE")
            + " on the archives of earlier runs"
            + (whole ? "" : "; " + Command.on(content.archive().file().path(), "sha256sum")));
  }
}
