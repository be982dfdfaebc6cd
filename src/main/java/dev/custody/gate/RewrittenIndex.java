package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchivedImage;
import java.util.Optional;

/**
 * An index that some versions of skopeo write anew when they copy the whole of it. Its digest alone
 * does not say that another version pushes, or that a platform's manifest is meant; the record of
 * the archive, which has both digests, does.
 */
final class RewrittenIndex {
  private RewrittenIndex() {}

  /**
   * Why an equal index does not prove that a push publishes what was recorded.
   *
   * @param source what recorded the digest
   */
  static Optional<String> reason(String source, ArchiveEvidence observed) {
    ArchivedImage image = observed.image();
    if (image.rewritten() == null) {
      return Optional.empty();
    }
    return Optional.of(
        source
            + " is the digest of an index with "
            + image.rewritten()
            + ": with --all it pushes an index with another digest. Give the digest of a platform's"
            + " manifest"
            + (image.platformManifest() == null
                ? ""
                : " (" + image.platformManifest().digest() + ")")
            + " if one platform is pushed, or the record of this archive");
  }
}
