package dev.custody.oci;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file's bytes with advice to the page cache as a reader goes through them: a window that was not
 * cached when it was entered is fetched together with the next one, and given up when it is left.
 * In this way 14 GB pass through a step of 128 MiB, and through a node, without pushing out what
 * others use there.
 */
final class CachedBytes implements Bytes {
  /** Fetched and given up at once; one per reading thread is in use, and one ahead. */
  static final long WINDOW = 8L << 20;

  private final Bytes bytes;
  private final PageCache.Pages pages;

  CachedBytes(Bytes bytes, PageCache.Pages pages) {
    this.bytes = bytes;
    this.pages = pages;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return bytes.read(target, position);
  }

  @Override
  public long size() throws IOException {
    return bytes.size();
  }

  @Override
  public boolean enter(long offset) {
    if (pages.holds(offset)) {
      return false;
    }
    pages.fetch(offset, 2 * WINDOW);
    return true;
  }

  @Override
  public void leave(long offset, long length) {
    pages.drop(offset, length);
  }

  @Override
  public void close() throws IOException {
    try (pages) {
      bytes.close();
    }
  }
}
