package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which manifests of a selected index are in the archive with all of their blobs. Each is
 * read once, however often an index names it.
 */
final class IndexInstances {
  /** The most manifests that are read in one archive; further ones are passed over. */
  static final int MOST = 10_000;

  /**
   * The most bytes of manifests that are read in one archive; a usual index has less than 1 MiB.
   */
  static final long MOST_BYTES = 64L << 20;

  private final LayoutBlobs blobs;
  private final Manifests manifests;
  private final CheckLog log;
  private final Map<Name, Content> contents = new HashMap<>();
  private long bytesLeft = MOST_BYTES;

  private IndexInstances(LayoutBlobs blobs, Manifests manifests, CheckLog log) {
    this.blobs = blobs;
    this.manifests = manifests;
    this.log = log;
  }

  /**
   * The key under which a manifest that was read is kept: the media type decides how it is parsed.
   */
  private record Name(Digest digest, String mediaType) {}

  /**
   * The parts of a manifest that decide about its instance.
   *
   * @param mediaType that it has; null where it is absent, or no push of it succeeds
   * @param index whether it is an index itself
   * @param missing how many of its blobs cannot be pushed
   * @param zstd whether it has a layer in zstd
   * @param passedOver whether it was not looked at
   */
  private record Content(
      @Nullable String mediaType, boolean index, int missing, boolean zstd, boolean passedOver) {
    static final Content UNREAD = new Content(null, false, 1, false, false);
    static final Content PASSED_OVER = new Content(null, false, 1, false, true);
  }

  /**
   * The instances that an index lists.
   *
   * @param unmarked zstd layers that newer versions of skopeo mark when they copy the whole index;
   *     null where there are none
   */
  record Listed(List<Instance> instances, @Nullable String unmarked) {}

  /**
   * The first 10,000 manifests of an index; each that is not whole is noted.
   *
   * @param log gets the problem of one that is an index itself, or of another kind than the index
   *     says
   */
  static Listed of(IndexOrManifest index, LayoutBlobs blobs, Manifests manifests, CheckLog log)
      throws IOException {
    IndexInstances instances = new IndexInstances(blobs, manifests, log);
    boolean marks = !MediaType.isDockerList(index.mediaType());
    List<Instance> found = new ArrayList<>();
    String unmarked = null;
    for (Descriptor manifest : index.manifests()) {
      if (found.size() == MOST) {
        break;
      }
      found.add(instances.instance(manifest));
      if (marks && unmarked == null && instances.isUnmarkedZstd(manifest)) {
        unmarked =
            "zstd layers in manifests["
                + (found.size() - 1)
                + "] without the annotation "
                + PlatformChoice.ZSTD
                + ", which skopeo 1.14 or newer adds";
      }
    }
    return new Listed(found, unmarked);
  }

  private Instance instance(Descriptor manifest) throws IOException {
    Name name = new Name(manifest.digest(), manifest.mediaType());
    Content content = contents.get(name);
    if (content == null) {
      content = content(manifest);
      contents.put(name, content);
    }
    Instance instance =
        new Instance(manifest, LayoutBlobs.isSha256(manifest) ? content.missing() : 1);
    if (instance.missing() > 0 && manifest.digest().known()) {
      log.problems()
          .note(
              "manifests that are not complete",
              "the index lists "
                  + Quoted.of(DescriptorKind.platform(manifest))
                  + " ("
                  + manifest.digest()
                  + "), but "
                  + fault(manifest, content)
                  + ": it cannot be pushed from here");
    }
    if (content.index()) {
      log.problems().add(innerIndex(manifest, log.file()));
    } else if (content.mediaType() != null && !content.mediaType().equals(manifest.mediaType())) {
      log.problems().add(otherKind(manifest, content.mediaType(), log.file()));
    }
    return instance;
  }

  private boolean isUnmarkedZstd(Descriptor manifest) {
    Content content = contents.get(new Name(manifest.digest(), manifest.mediaType()));
    return content != null && content.zstd() && !PlatformChoice.isZstd(manifest);
  }

  private String fault(Descriptor manifest, Content content) {
    if (content.passedOver()) {
      return "its manifest lies beyond the first "
          + (MOST_BYTES >> 20)
          + " MiB of manifests and was not looked at, so it is taken as missing";
    }
    boolean sha256 = LayoutBlobs.isSha256(manifest);
    if (content.mediaType() != null && sha256) {
      return content.missing() + " of its blob(s) are not in the archive, or cannot be read there";
    }
    if (blobs.find(manifest) == null) {
      return "its manifest is not in the archive";
    }
    return sha256
        ? "its manifest cannot be read"
        : "it is named by "
            + manifest.digest().algorithm()
            + ", and skopeo takes a manifest out of an index only by its sha256";
  }

  /** The manifest before it is verified. */
  private Content content(Descriptor manifest) throws IOException {
    Blob blob = blobs.find(manifest);
    if (blob == null || !blobs.isDocument(manifest)) {
      return Content.UNREAD;
    }
    if (blob.size() > bytesLeft) {
      return Content.PASSED_OVER;
    }
    bytesLeft -= blob.size();
    byte[] bytes = blobs.peek(manifest);
    try {
      if (bytes == null) {
        return Content.UNREAD;
      }
      IndexOrManifest document = manifests.parse(manifest, bytes, "manifest " + manifest.digest());
      return new Content(
          document.mediaType(),
          document.config() == null,
          missing(document, blobs),
          document.layers().stream().anyMatch(layer -> MediaType.isZstd(layer.mediaType())),
          false);
    } catch (UnreadableArchive e) {
      // Reported where the manifest is verified.
      return Content.UNREAD;
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

  /**
   * Returns the problem of an instance for which skopeo copy --all writes an index of its own, with
   * another digest.
   */
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
