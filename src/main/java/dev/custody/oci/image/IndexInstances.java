package dev.custody.oci.image;

import dev.custody.oci.CheckLog;
import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells which manifests of a selected index are in the archive with all of their blobs. */
final class IndexInstances {
  /** Manifests that are looked at in one archive; the rest is passed over. */
  static final int MOST = 10_000;

  private IndexInstances() {}

  /**
   * The first 10,000 manifests of an index; each that is not whole is noted.
   *
   * @param log gets the problem of one that is an index itself, or of another kind than the index
   *     says
   */
  static List<Instance> of(
      IndexOrManifest index, LayoutBlobs blobs, Manifests manifests, CheckLog log)
      throws IOException {
    List<Instance> instances = new ArrayList<>();
    for (Descriptor manifest : index.manifests()) {
      if (instances.size() == MOST) {
        break;
      }
      IndexOrManifest document = document(manifest, blobs, manifests);
      IndexOrManifest taken = LayoutBlobs.isSha256(manifest) ? document : null;
      Instance instance = new Instance(manifest, taken == null ? 1 : missing(taken, blobs));
      instances.add(instance);
      if (instance.missing() > 0 && manifest.digest().known()) {
        log.problems()
            .note(
                "manifests that are not complete",
                "the index lists "
                    + Quoted.of(DescriptorKind.platform(manifest))
                    + " ("
                    + manifest.digest()
                    + "), but "
                    + fault(instance, taken != null, blobs)
                    + ": it cannot be pushed from here");
      }
      if (document != null && document.config() == null) {
        log.problems().add(innerIndex(manifest, log.file()));
      } else if (document != null && !document.mediaType().equals(manifest.mediaType())) {
        log.problems().add(otherKind(manifest, document.mediaType(), log.file()));
      }
    }
    return instances;
  }

  private static String fault(Instance instance, boolean read, LayoutBlobs blobs) {
    Descriptor manifest = instance.manifest();
    if (read) {
      return instance.missing() + " of its blob(s) are not in the archive, or cannot be read there";
    }
    if (blobs.find(manifest) == null) {
      return "its manifest is not in the archive";
    }
    return LayoutBlobs.isSha256(manifest)
        ? "its manifest cannot be read"
        : "it is named by "
            + manifest.digest().algorithm()
            + ", and skopeo takes a manifest out of an index only by its sha256";
  }

  /** The manifest before it is verified; null where it is absent or no push of it succeeds. */
  private static @Nullable IndexOrManifest document(
      Descriptor manifest, LayoutBlobs blobs, Manifests manifests) throws IOException {
    byte[] bytes = blobs.peek(manifest);
    try {
      return bytes == null
          ? null
          : manifests.parse(manifest, bytes, "manifest " + manifest.digest());
    } catch (UnreadableArchive e) {
      // Reported where the manifest is verified.
      return null;
    }
  }

  private static int missing(IndexOrManifest document, LayoutBlobs blobs) {
    Set<Descriptor> missing = new HashSet<>();
    Descriptor config = document.config();
    if (config != null && !(blobs.usable(config) && blobs.isDocument(config))) {
      missing.add(config);
    }
    Stream.concat(
            document.manifests().stream(),
            document.layers().stream().filter(layer -> !document.mayBeAbsent(layer)))
        .filter(blob -> !blobs.usable(blob))
        .forEach(missing::add);
    return missing.size();
  }

  private static Problem innerIndex(Descriptor manifest, String file) {
    String name = "manifest " + manifest.digest() + " of the index";
    return new Problem(
        Kind.UNSUPPORTED,
        name,
        null,
        null,
        name
            + " in "
            + file
            + " is an index itself; skopeo does not copy an index inside an index. Export the image"
            + " that you need.");
  }

  /** copy --all then writes an index of its own, with another digest. */
  private static Problem otherKind(Descriptor manifest, String type, String file) {
    return new Problem(
        Kind.AMBIGUOUS_ARCHIVE,
        "manifest " + manifest.digest(),
        manifest.mediaType(),
        type,
        "manifest "
            + manifest.digest()
            + " of "
            + file
            + " is "
            + (manifest.mediaType().isEmpty() ? "(none)" : Quoted.of(manifest.mediaType()))
            + " according to the index that lists it, and "
            + Quoted.of(type)
            + " according to its content; skopeo copy --all corrects the index and pushes a"
            + " different one. Export the image again.");
  }
}
