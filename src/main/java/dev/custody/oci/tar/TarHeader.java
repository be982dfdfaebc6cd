package dev.custody.oci.tar;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One 512-byte header block (POSIX ustar, with GNU's base-256 numbers), before extension headers.
 *
 * @param size the size field as it stands, also for types that have no content
 */
public record TarHeader(
    String name, int mode, long size, char type, String link, boolean moreSparse) {
  public static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;

  /** Reads a block; null when it is not a header (the checksum does not fit, or a number). */
  public static @Nullable TarHeader decode(byte[] block) {
    if (!checksumFits(block)) {
      return null;
    }
    long size = number(block, 124, 12);
    long mode = number(block, 100, 8);
    if (size < 0 || mode < 0) {
      return null;
    }
    String name = text(block, 0, 100);
    // GNU's magic is "ustar  "; its bytes from 345 on hold times and the sparse map, not a prefix.
    if (block[257] == 'u' && block[258] == 's' && block[262] == 0) {
      String prefix = text(block, 345, 155);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    return new TarHeader(
        name,
        (int) (mode & 07777),
        size,
        (char) (block[156] & 0xff),
        text(block, 157, 100),
        block[482] != 0);
  }

  public static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Unsigned sum of all bytes, the checksum field as spaces; some old tars summed signed bytes. */
  private static boolean checksumFits(byte[] block) {
    int unsigned = CHECKSUM_LENGTH * ' ';
    int negative = 0;
    for (byte b : block) {
      unsigned += b & 0xff;
      negative -= b >> 7;
    }
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_LENGTH; i++) {
      unsigned -= block[i] & 0xff;
      negative += block[i] >> 7;
    }
    long recorded = number(block, CHECKSUM, CHECKSUM_LENGTH);
    return recorded == unsigned || recorded == unsigned - 0x100 * negative;
  }

  /** Octal digits between spaces and NULs, or base-256; -1 when neither, negative or too large. */
  private static long number(byte[] block, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      return binary(block, offset, length);
    }
    int at = offset;
    int end = offset + length;
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    while (end > at && (block[end - 1] == ' ' || block[end - 1] == 0)) {
      end--;
    }
    long value = 0;
    for (; at < end; at++) {
      if (block[at] < '0' || block[at] > '7') {
        return -1;
      }
      value = value << 3 | (block[at] - '0');
    }
    return value;
  }

  private static long binary(byte[] block, int offset, int length) {
    if ((block[offset] & 0x40) != 0) {
      return -1;
    }
    long value = block[offset] & 0x3f;
    for (int i = 1; i < length; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        return -1;
      }
      value = value << 8 | (block[offset + i] & 0xff);
    }
    return value;
  }

  /** The field's bytes up to the first NUL. */
  public static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }
}
