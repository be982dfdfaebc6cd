package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.StoredImages;
import org.jspecify.annotations.Nullable;

/**
 * The images that a file holds, and its form.
 *
 * @param format null: no image in a known form
 */
record FileContents(@Nullable Format format, Compression compression, StoredImages images) {
  static final FileContents UNKNOWN =
      new FileContents(null, Compression.NONE, StoredImages.none(false));
}
