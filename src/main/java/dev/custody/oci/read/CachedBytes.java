package dev.custody.oci.read;

import dev.custody.oci.PageCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A file's bytes with advice to the page cache as readers go through them: a window that nobody had
 * cached before is given up when a reader has passed it, or at the end. In this way 14 GB pass
 * through a step of 128 MiB, and through a node, without pushing out what others use there. Reading
 * ahead is left to the kernel, which does it in large folios; what it is told to fetch
 * (POSIX_FADV_WILLNEED) comes in single pages, each of which counts at a memory limit.
 */
public final class CachedBytes implements RandomAccessBytes {
  /** Given up at once, on its border: the kernel keeps the large folio that a range cuts. */
  public static final long WINDOW = 8L << 20;

  /**
   * What is judged at once, far more than the kernel reads ahead, which would look as if others
   * used it. Asking for a missing page brings it in, and read-ahead that meets a page goes on in
   * single ones: asked eight times as often, reading took half as long again.
   */
  public static final long REGION = 8 * WINDOW;

  /** Bytes of a file that may stay cached between two times of reading it. */
  public static final long KEPT = 1L << 30;

  private final RandomAccessBytes bytes;
  private final PageCache.Pages pages;
  private final long size;

  /** Of each region that a reader came to, whether others use it. */
  private final Map<Long, Boolean> used = new HashMap<>();

  private boolean again;

  public CachedBytes(RandomAccessBytes bytes, PageCache.Pages pages) throws IOException {
    this.bytes = bytes;
    this.pages = pages;
    this.size = bytes.size();
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
  public synchronized void enter(long offset) {
    used.computeIfAbsent(region(offset), this::holds);
    if (!again && offset % WINDOW == 0 && offset > 0) {
      long passed = offset - WINDOW;
      if (Boolean.FALSE.equals(used.get(region(passed)))) {
        pages.drop(passed, WINDOW);
      }
    }
  }

  @Override
  public synchronized void again(boolean again) {
    this.again = again && size <= KEPT;
  }

  /**
   * What is left after the last whole region belongs to it: alone it could have been read ahead.
   */
  private long region(long offset) {
    return Math.min(offset / REGION, Math.max(0, size / REGION - 1));
  }

  private long length(long region) {
    long start = region * REGION;
    return size - start < 2 * REGION ? size - start : REGION;
  }

  /**
   * Asked at three places: the headers and documents that we have read ourselves lie at one by
   * chance, and a fast disk may answer before the kernel says that it would have to wait.
   */
  private boolean holds(long region) {
    long start = region * REGION;
    long quarter = length(region) / 4;
    return pages.holds(start + quarter)
        && pages.holds(start + 2 * quarter)
        && pages.holds(start + 3 * quarter);
  }

  /** Gives up once more what was read while another reader had already passed it. */
  @Override
  public synchronized void close() throws IOException {
    try (pages) {
      used.forEach((region, byOthers) -> {
        if (!byOthers) {
          pages.drop(region * REGION, length(region));
        }
      });
      bytes.close();
    }
  }
}
