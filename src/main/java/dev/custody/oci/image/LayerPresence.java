package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Quoted;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.content.ContentCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the layers of manifests are in the archive with their sizes, and lists which of them
 * to read.
 */
final class LayerPresence {
  private static final int OTHERS_LISTED = 1000;

  private final LayoutBlobs blobs;
  private final ContentCheck content;
  private final CheckLog log;

  private final List<Descriptor> others = new ArrayList<>();

  /** The number of missing blobs that only other images use, and the name of the first. */
  private int missing;

  private @Nullable String firstMissing;

  LayerPresence(LayoutBlobs blobs, ContentCheck content, CheckLog log) {
    this.blobs = blobs;
    this.content = content;
    this.log = log;
  }

  /**
   * Checks every layer of one manifest.
   *
   * @param diffIds of its config; empty if it is no image
   * @param of null for the selected image; otherwise what messages call the other one
   */
  void look(IndexOrManifest manifest, List<Digest> diffIds, @Nullable String of) {
    List<Descriptor> layers = manifest.layers();
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      String label =
          "layer " + (i + 1) + " (" + layer.digest() + ")" + (of == null ? "" : " of " + of);
      Set<Digest> diffId = i < diffIds.size() ? Set.of(diffIds.get(i)) : Set.of();
      if (manifest.elsewhere().contains(layer.digest()) && blobs.find(layer) != null) {
        log.problems().note("layers with URLs", atUrl(label));
      }
      look(layer, label, diffId, of != null, manifest.mayBeAbsent(layer));
    }
  }

  private static String atUrl(String label) {
    return label
        + " has URLs: a push with skopeo leaves it out, so the registry must have it already or"
        + " allow layers at URLs; a copy to a directory downloads it from its URL";
  }

  private void look(
      Descriptor layer, String label, Set<Digest> diffId, boolean other, boolean elsewhere) {
    boolean first = blobs.name(layer);
    if (other && first) {
      list(layer);
    }
    Blob blob = blobs.find(layer);
    if (blob == null) {
      absent(layer, label, other, elsewhere);
      return;
    }
    if (!other || first) {
      blobs.checkSize(layer, blob, label);
    }
    if (blob.sparse()) {
      log.problems().add(blobs.sparse(label));
      return;
    }
    if (!other) {
      blobs.checkAlgorithm(layer, label);
    }
    boolean unpack = log.depth() == Depth.LAYERS && MediaType.isTarLayer(layer.mediaType());
    if (log.depth() == Depth.LAYERS && !unpack) {
      log.problems().note(label + " was not unpacked: media type " + Quoted.of(layer.mediaType()));
    }
    if (!blobs.isHashed(layer) || unpack) {
      content.add(
          new ContentCheck.Task(
              blob, Set.of(layer.digest()), label, true, other ? 0 : 1, unpack, diffId));
    }
  }

  private void absent(Descriptor layer, String label, boolean other, boolean elsewhere) {
    if (elsewhere) {
      log.problems()
          .note(
              label
                  + " is not in the archive but at a URL, which its media type (foreign layer)"
                  + " allows; a push to a registry skips it");
    } else if (other) {
      countMissing(label);
    } else {
      log.problems().add(blobs.missing(layer, label));
    }
  }

  /** Counts a blob that only others than the selected image need. */
  void countMissing(String label) {
    if (missing++ == 0) {
      firstMissing = label;
    }
  }

  /** Lists a blob that only images other than the selected one use. */
  void list(Descriptor descriptor) {
    if (others.size() < OTHERS_LISTED) {
      others.add(descriptor);
    }
  }

  /** Returns the blobs that only images other than the selected one use; at most 1,000. */
  List<Descriptor> others() {
    return others;
  }

  /** Notes the missing blobs of images other than the selected one. */
  void noteMissing() {
    if (missing > 0) {
      log.problems()
          .note(
              missing
                  + " blob(s) that only other images or platforms use are not in the archive, the"
                  + " first is "
                  + firstMissing
                  + "; copying all of them (skopeo copy --all) would fail");
    }
  }
}
