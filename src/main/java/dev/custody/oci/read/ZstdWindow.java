package dev.custody.oci.read;

/**
 * The window that a zstd decompressor needs, by the header of the first frame (RFC 8878, 3.1.1.1).
 *
 * @param size bytes; 0 when the header does not say
 * @param moreMayFollow whether later frames may well need more: a frame that is its own window is
 *     as small as its content, a skippable one has none, and zstd:chunked and pzstd begin so
 */
public record ZstdWindow(long size, boolean moreMayFollow) {
  /** The bytes of a header that are needed: magic, descriptor, dictionary and content size. */
  public static final int HEADER = 4 + 1 + 4 + 8;

  private static final ZstdWindow UNKNOWN = new ZstdWindow(0, true);

  /**
   * Reads the header at the beginning of the stored bytes; where it is cut short, the size is
   * unknown.
   */
  public static ZstdWindow of(byte[] start) {
    if (start.length < 6 || start[0] != 0x28) {
      return UNKNOWN;
    }
    int descriptor = start[4] & 0xff;
    if ((descriptor & 0x20) != 0) {
      return new ZstdWindow(contentSize(start, descriptor), true);
    }
    int window = start[5] & 0xff;
    long base = 1L << (10 + (window >> 3));
    return new ZstdWindow(base + base / 8 * (window & 7), false);
  }

  private static long contentSize(byte[] start, int descriptor) {
    int at = 5 + (1 << (descriptor & 3) >> 1);
    int bytes = 1 << (descriptor >> 6);
    if (start.length < at + bytes) {
      return 0;
    }
    long size = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      size = size << 8 | (start[at + i] & 0xff);
    }
    // A two-byte size starts at 256; an eight-byte size may exceed a long.
    return size < 0 ? Long.MAX_VALUE : bytes == 2 ? size + 256 : size;
  }
}
