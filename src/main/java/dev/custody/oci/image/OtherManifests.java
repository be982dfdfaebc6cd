package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import java.io.IOException;
import java.util.List;

/**
 * Verifies the images, indexes and platforms that were not selected, as far as the archive holds
 * them.
 */
final class OtherManifests {
  private static final int DEEPEST_INDEX = 8;

  private final LayoutBlobs blobs;
  private final Manifests manifests;
  private final LayerPresence layers;
  private final CheckLog log;
  private int looked;
  private long bytesLeft = IndexInstances.MOST_BYTES;

  OtherManifests(LayoutBlobs blobs, Manifests manifests, LayerPresence layers, CheckLog log) {
    this.blobs = blobs;
    this.manifests = manifests;
    this.layers = layers;
    this.log = log;
  }

  /** Verifies one manifest, and those that it lists. */
  void look(Descriptor descriptor) throws IOException {
    look(descriptor, 1);
  }

  private void look(Descriptor descriptor, int depth) throws IOException {
    if (!blobs.name(descriptor) || depth > DEEPEST_INDEX) {
      return;
    }
    if (++looked > IndexInstances.MOST) {
      log.problems().note("only the first " + IndexInstances.MOST + " manifests were looked at");
      return;
    }
    layers.list(descriptor);
    String label = "manifest " + descriptor.digest();
    if (!descriptor.digest().known()) {
      log.problems()
          .note(
              "manifests named by unknown algorithms",
              Quoted.of(label)
                  + " is named by an algorithm that neither skopeo nor custody knows, and was not"
                  + " looked at");
      return;
    }
    Blob blob = blobs.find(descriptor);
    if (blob == null) {
      layers.countMissing(label);
      return;
    }
    bytesLeft -= blob.size();
    if (bytesLeft < 0) {
      log.problems()
          .note(
              "only the first "
                  + (IndexInstances.MOST_BYTES >> 20)
                  + " MiB of manifests were looked at");
      return;
    }
    try {
      IndexOrManifest document = manifests.load(descriptor, label);
      for (Descriptor manifest : document.manifests()) {
        look(manifest, depth + 1);
      }
      Descriptor config = document.config();
      if (config != null) {
        layers.look(document, diffIds(config), label);
      }
    } catch (UnreadableArchive e) {
      log.problems().note(e.problem().message());
    }
  }

  private List<Digest> diffIds(Descriptor config) throws IOException, UnreadableArchive {
    String label = "config " + config.digest();
    if (blobs.name(config)) {
      layers.list(config);
    }
    if (blobs.find(config) == null) {
      layers.countMissing(label);
      return List.of();
    }
    byte[] bytes = blobs.load(config, label);
    return MediaType.isConfig(config.mediaType())
        ? ImageConfig.inLayout(bytes, config, log.file()).diffIds()
        : List.of();
  }
}
