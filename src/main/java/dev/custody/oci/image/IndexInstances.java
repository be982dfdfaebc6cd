package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Instance;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells which manifests of a selected index are in the archive with all of their blobs. */
final class IndexInstances {
  /** Manifests that are looked at in one archive; the rest is passed over. */
  static final int MOST = 10_000;

  private IndexInstances() {}

  /** The first 10,000 manifests of an index; each that is not whole is noted. */
  static List<Instance> of(
      IndexOrManifest index, LayoutBlobs blobs, Manifests manifests, Problems problems)
      throws IOException {
    List<Instance> instances = new ArrayList<>();
    for (Descriptor manifest : index.manifests()) {
      if (instances.size() == MOST) {
        break;
      }
      Instance instance = new Instance(manifest, missing(manifest, blobs, manifests));
      instances.add(instance);
      if (instance.missing() > 0) {
        problems.note(
            "manifests that are not whole",
            "the index lists "
                + Quoted.of(DescriptorKind.platform(manifest))
                + " ("
                + manifest.digest()
                + "), of which "
                + instance.missing()
                + " blob(s) are not in the archive: it cannot be pushed from here");
      }
    }
    return instances;
  }

  /** How many blobs of a manifest are not here, itself included; a look before it is verified. */
  private static int missing(Descriptor manifest, LayoutBlobs blobs, Manifests manifests)
      throws IOException {
    byte[] bytes = blobs.peek(manifest);
    if (bytes == null) {
      return 1;
    }
    try {
      IndexOrManifest document = manifests.parse(manifest, bytes, "manifest " + manifest.digest());
      List<Descriptor> needed = new ArrayList<>(document.manifests());
      if (document.config() != null) {
        needed.add(document.config());
      }
      document.layers().stream()
          .filter(layer -> !MediaType.mayBeAbsent(layer.mediaType()))
          .forEach(needed::add);
      return (int) needed.stream().filter(blob -> blobs.find(blob) == null).distinct().count();
    } catch (UnreadableArchive e) {
      // Reported where the manifest is verified; no push of it succeeds, as if it were absent.
      return 1;
    }
  }
}
