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

  private static final int WINDOWS_KNOWN = 1 << 16;
  private static final byte HELD = 1;
  private static final byte FETCHED = 2;

  private final Bytes bytes;
  private final PageCache.Pages pages;

  /** Of each window what was found when it was first entered; two threads may find it twice. */
  private final byte[] known;

  CachedBytes(Bytes bytes, PageCache.Pages pages) throws IOException {
    this.bytes = bytes;
    this.pages = pages;
    this.known = new byte[(int) Math.min(WINDOWS_KNOWN, bytes.size() / WINDOW + 1)];
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
    int window = (int) Math.min(known.length - 1, offset / WINDOW);
    look(window, offset);
    if (known[window] == HELD) {
      return false;
    }
    // The next one is asked for before it is fetched, or it would look as if others used it.
    if (window + 1 < known.length) {
      look(window + 1, (window + 1) * WINDOW);
    }
    return true;
  }

  private void look(int window, long offset) {
    if (known[window] == 0) {
      boolean held = pages.holds(offset);
      known[window] = held ? HELD : FETCHED;
      if (!held) {
        pages.fetch(offset, WINDOW);
      }
    }
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
