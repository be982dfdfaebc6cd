package dev.custody.oci;

/**
 * A stored file of an archive: where its bytes are.
 *
 * @param name as in the archive: {@code blobs/sha256/…}
 * @param size bytes there really are
 * @param offset where they start in the (unpacked) archive; 0 in a layout directory
 * @param sparse whether the tar stores it as a sparse file, which is not supported
 */
public record Blob(String name, long size, long offset, boolean sparse) {
  /** Returns the name of a blob in an image layout (image-spec image-layout.md). */
  public static String nameOf(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }
}
