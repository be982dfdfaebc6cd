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
  /**
   * The number of bytes given up at once, aligned: the kernel keeps a large folio of which only a
   * part is named.
   */
  public static final long WINDOW = 8L << 20;

  /**
   * Bytes that are judged at once. Far more than the kernel reads ahead, since pages it read ahead
   * would look as if others used them. Asking for a missing page loads it and breaks read-ahead:
   * asking eight times as often made reading half as slow again.
   */
  public static final long REGION = 8 * WINDOW;

  /** The most bytes of a file that may stay cached between the first and the second reading. */
  public static final long KEPT = 1L << 30;

  private final RandomAccessBytes bytes;
  private final PageCache.Pages pages;
  private final long size;

  /** Whether others use a region, for each region that a reader has entered. */
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
   * The rest after the last whole region counts as part of it: alone it may be in the cache only
   * because the kernel read ahead.
   */
  private long region(long offset) {
    return Math.min(offset / REGION, Math.max(0, size / REGION - 1));
  }

  private long length(long region) {
    long start = region * REGION;
    return size - start < 2 * REGION ? size - start : REGION;
  }

  /**
   * Three pages are asked for: one of them may be a header that we read ourselves, and a fast disk
   * may answer before the kernel says that it would have to wait.
   */
  private boolean holds(long region) {
    long start = region * REGION;
    long quarter = length(region) / 4;
    return pages.holds(start + quarter)
        && pages.holds(start + 2 * quarter)
        && pages.holds(start + 3 * quarter);
  }

  /** Gives up again what was read after another reader had already given it up. */
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
