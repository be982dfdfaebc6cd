package dev.custody.oci.read;

import org.jspecify.annotations.Nullable;

/**
 * The memory that the first block of an xz stream needs, by its header (The .xz File Format 1.2,
 * sections 2.1.1 and 3.1).
 *
 * @param dictionary bytes its decoder has to remember, which is a claim; 0 when there is no block
 * @param unsupported why Go's xz, and with it skopeo, cannot read it; null if it can
 */
record XzHeader(long dictionary, @Nullable String unsupported) {
  private static final int STREAM_HEADER = 12;
  private static final int LZMA2 = 0x21;

  /**
   * Reads the header at the beginning of the stored bytes; where it is cut short, it claims
   * nothing.
   */
  static XzHeader of(byte[] start) {
    if (start.length < STREAM_HEADER + 2) {
      return new XzHeader(0, null);
    }
    if ((start[7] & 0x0f) == 0) {
      return new XzHeader(0, "it has no integrity check (xz --check=none)");
    }
    if (start[STREAM_HEADER] == 0) {
      return new XzHeader(0, null);
    }
    int flags = start[STREAM_HEADER + 1] & 0xff;
    int filters = (flags & 3) + 1;
    int at = STREAM_HEADER + 2;
    for (int sizes = Integer.bitCount(flags & 0xc0); sizes > 0; sizes--) {
      at = afterNumber(start, at);
    }
    if (at + 3 > start.length) {
      return new XzHeader(0, null);
    }
    return filters == 1 && start[at] == LZMA2
        ? new XzHeader(dictionary(start[at + 2] & 0xff), null)
        : new XzHeader(0, "it uses other filters than LZMA2");
  }

  /** The position after a variable-length integer, which has seven bits in each byte. */
  private static int afterNumber(byte[] start, int at) {
    int end = at;
    while (end < start.length && (start[end] & 0x80) != 0) {
      end++;
    }
    return end + 1;
  }

  /** Decodes a size of two bits of mantissa and an exponent (section 5.3.1); 4 GiB at most. */
  private static long dictionary(int coded) {
    return coded >= 40 ? (1L << 32) - 1 : (2L | (coded & 1)) << (coded / 2 + 11);
  }
}
