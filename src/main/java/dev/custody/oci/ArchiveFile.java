package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The archive as a file: its form, its size, and what {@code index.json} lists.
 *
 * @param path as the file system knows it, without a transport prefix
 * @param size bytes of the file; of a layout directory the sum of its blobs and index
 * @param digest sha256 of the file itself; only when asked for
 * @param stable whether size, inode and times were the same before and after; null when it could
 *     not be told
 * @param indexDigest of the bytes of {@code index.json}
 * @param entries all descriptors of {@code index.json}
 * @param referenceNames every reference name there is
 * @param others manifests, configs and layers that only other images or other platforms of the
 *     archive use; at most 1,000 are listed
 */
public record ArchiveFile(
    String path,
    @Nullable Format format,
    Compression compression,
    long size,
    @Nullable Digest digest,
    @Nullable Boolean stable,
    @Nullable Digest indexDigest,
    List<Descriptor> entries,
    List<String> referenceNames,
    List<Descriptor> others) {
  public ArchiveFile {
    entries = List.copyOf(entries);
    referenceNames = List.copyOf(referenceNames);
    others = List.copyOf(others);
  }

  /** The forms an image comes in. */
  public enum Format {
    OCI_ARCHIVE,
    OCI_LAYOUT,
    DOCKER_ARCHIVE
  }

  /** How the whole archive is compressed; a compressed one can only be streamed. */
  public enum Compression {
    NONE,
    GZIP,
    BZIP2,
    XZ,
    ZSTD
  }
}
