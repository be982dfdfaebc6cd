package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The small blobs of a layout: manifests and configs, read whole and checked against their digests.
 */
final class LayoutBlobs {
  private final BlobStore store;
  private final CheckLog log;

  /** The file names of the blobs that some document names. */
  private final Set<String> named = new HashSet<>();

  private final Set<Digest> hashed = new HashSet<>();

  LayoutBlobs(BlobStore store, CheckLog log) {
    this.store = store;
    this.log = log;
  }

  /** Remembers that a document names a blob. Returns whether it is the first to do so. */
  boolean name(Descriptor descriptor) {
    return named.add(Blob.nameOf(descriptor.digest()));
  }

  boolean isNamed(String name) {
    return named.contains(name);
  }

  boolean isHashed(Descriptor descriptor) {
    return hashed.contains(descriptor.digest());
  }

  @Nullable Blob find(Descriptor descriptor) {
    return descriptor.digest().known() ? store.find(Blob.nameOf(descriptor.digest())) : null;
  }

  /** Whether a push can read a manifest's blob: it is here, as it is, and named by its sha256. */
  boolean usable(Descriptor descriptor) {
    Blob blob = find(descriptor);
    return blob != null && !blob.sparse() && isSha256(descriptor);
  }

  /** Whether a push can read a blob whole, as it does with manifests and configs. */
  boolean isDocument(Descriptor descriptor) {
    Blob blob = find(descriptor);
    return blob != null && !blob.sparse() && blob.size() <= IndexOrManifest.LIMIT;
  }

  /** Returns the bytes of index.json. */
  byte[] index() throws IOException, UnreadableArchive {
    Blob blob = store.find("index.json");
    if (blob == null) {
      throw new UnreadableArchive(
          Kind.NOT_AN_ARCHIVE,
          "index.json",
          log.file() + " holds no index.json, so it is not an image layout.");
    }
    return read(blob, "index.json");
  }

  /** A blob that must be here, verified; what it holds is returned even if it was changed. */
  byte[] load(Descriptor descriptor, String label) throws IOException, UnreadableArchive {
    name(descriptor);
    if (!descriptor.digest().known()) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          label,
          label
              + " of "
              + log.file()
              + " is named by an algorithm that neither skopeo nor custody knows. Export the image"
              + " again with sha256 digests.");
    }
    Blob blob = find(descriptor);
    if (blob == null) {
      throw new UnreadableArchive(missing(descriptor, label));
    }
    checkSize(descriptor, blob, label);
    byte[] bytes = read(blob, label);
    if (hashed.add(descriptor.digest())) {
      log.hashed(bytes.length);
      Digest found = Hashing.of(descriptor.digest().algorithm(), bytes);
      if (!found.equals(descriptor.digest())) {
        log.problems().add(ContentCheck.mismatch(log.file(), label, descriptor.digest(), found));
      }
    }
    return bytes;
  }

  /** A blob's bytes, not verified yet; null if it is not here, or cannot be a document. */
  byte @Nullable [] peek(Descriptor descriptor) throws IOException {
    Blob blob = find(descriptor);
    return blob != null && isDocument(descriptor) ? store.read(blob, (int) blob.size()) : null;
  }

  private byte[] read(Blob blob, String label) throws IOException, UnreadableArchive {
    if (blob.sparse()) {
      throw new UnreadableArchive(sparse(label));
    }
    if (blob.size() > IndexOrManifest.LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          label,
          label
              + " in "
              + log.file()
              + " has "
              + blob.size()
              + " bytes; more than "
              + IndexOrManifest.LIMIT
              + " (4 MiB) is refused, as registries do. Export the image again.");
    }
    byte[] bytes = store.read(blob, (int) blob.size());
    if (bytes.length < blob.size()) {
      throw new UnreadableArchive(
          Kind.TRUNCATED,
          label,
          label
              + " in "
              + log.file()
              + " ended after "
              + bytes.length
              + " of "
              + blob.size()
              + " bytes. The file shrank while it was read; wait for its writer.");
    }
    return bytes;
  }

  /** A config or layer that skopeo 1.9.3 finds by its sha256 only. */
  void checkAlgorithm(Descriptor descriptor, String label) {
    if (descriptor.digest().known() && !isSha256(descriptor)) {
      log.problems()
          .add(
              Kind.UNSUPPORTED,
              label,
              label
                  + " of "
                  + log.file()
                  + " is not named by its sha256; skopeo 1.9.3 compares a config or layer with its"
                  + " sha256 and refuses this one. Export the image again with sha256 digests.");
    }
  }

  static boolean isSha256(Descriptor descriptor) {
    return descriptor.digest().algorithm().equals("sha256");
  }

  Problem sparse(String label) {
    return new Problem(
        Kind.UNSUPPORTED,
        label,
        null,
        null,
        log.file()
            + " stores "
            + label
            + " as a sparse file, which is not supported; make the tar again without --sparse.");
  }

  Problem missing(Descriptor descriptor, String label) {
    String name = Blob.nameOf(descriptor.digest());
    if (store.special(name)) {
      return new Problem(
          Kind.NOT_A_REGULAR_FILE,
          label,
          null,
          null,
          label
              + " cannot be read: "
              + name
              + " in "
              + log.file()
              + " is a named pipe, a socket or a device, which is not opened. Find out who put it"
              + " there, and export the image again.");
    }
    return new Problem(
        Kind.BLOB_MISSING,
        label,
        descriptor.size() + " bytes",
        "no " + name,
        label
            + " is not in "
            + log.file()
            + ": "
            + name
            + " is missing. Export the image again; if a task is still writing it, wait.");
  }

  void checkSize(Descriptor descriptor, Blob blob, String label) {
    // A sparse entry's size is that of its pieces; it is refused for what it is.
    if (!blob.sparse() && blob.size() != descriptor.size()) {
      log.problems()
          .add(
              new Problem(
                  Kind.SIZE_MISMATCH,
                  label,
                  descriptor.size() + " bytes",
                  blob.size() + " bytes",
                  label
                      + " in "
                      + log.file()
                      + " does not have the size that its descriptor gives: recorded "
                      + descriptor.size()
                      + " bytes, observed "
                      + blob.size()
                      + ". It was changed after the export, or the exporter wrote a wrong size,"
                      + " which containerd and docker refuse to pull; export the image again."));
    }
  }
}
