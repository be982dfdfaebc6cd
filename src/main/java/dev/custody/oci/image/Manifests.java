package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.UnreadableArchive;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifests and indexes of a layout, parsed as containers/image does: by the media type that
 * index.json gives, wherever else a manifest is named.
 *
 * @param entries of index.json
 * @param selected the entry that was selected; null if none was
 * @param file what messages call the archive
 */
record Manifests(
    LayoutBlobs blobs, List<Descriptor> entries, @Nullable Descriptor selected, String file) {
  /**
   * Reads and verifies one.
   *
   * @param label what messages call it
   */
  IndexOrManifest load(Descriptor descriptor, String label) throws IOException, UnreadableArchive {
    return parse(descriptor, blobs.load(descriptor, label), label);
  }

  IndexOrManifest parse(Descriptor descriptor, byte[] bytes, String label)
      throws UnreadableArchive {
    return IndexOrManifest.parse(bytes, mediaType(descriptor), label + " of " + file, label);
  }

  /** Returns the media type that index.json gives; empty if it has no entry of this digest. */
  private String mediaType(Descriptor descriptor) {
    if (selected != null
        && descriptor.digest().equals(selected.digest())
        && descriptor.mediaType().equals(selected.mediaType())) {
      return descriptor.mediaType();
    }
    return entries.stream()
        .filter(entry -> entry.digest().equals(descriptor.digest()))
        .findFirst()
        .map(Descriptor::mediaType)
        .orElse("");
  }
}
