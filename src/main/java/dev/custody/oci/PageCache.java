package dev.custody.oci;

import java.io.Closeable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's cache of file pages. An archive is read once, so pages that were not there before
 * are given up after use; pages that others use stay.
 */
public interface PageCache {
  /** Gives no advice to the kernel. */
  PageCache UNTOUCHED = _ -> null;

  /** The pages of one file; null if nothing can be said about them. */
  @Nullable Pages of(Path file);

  /** A file's pages. Called by several threads. */
  interface Pages extends Closeable {
    /** Whether the page at an offset is in the cache; asking may bring it there. */
    boolean holds(long offset);

    /** Gives a range up. */
    void drop(long offset, long length);

    @Override
    void close();
  }
}
