/** Bytes in order: positional reads, workers, the page cache, decompression and its memory. */
@NullMarked
package dev.custody.oci.read;

import org.jspecify.annotations.NullMarked;
