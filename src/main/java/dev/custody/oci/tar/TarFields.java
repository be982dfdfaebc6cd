package dev.custody.oci.tar;

import dev.custody.oci.Quoted;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one header block, read as Go's archive/tar reads them. A field that is no number is
 * remembered, not thrown, since Go judges a header as a whole.
 */
final class TarFields {
  private final byte[] block;
  private @Nullable String fault;

  TarFields(byte[] block) {
    this.block = block;
  }

  /** The first field that was no number, in words; null if there was none. */
  @Nullable String fault() {
    return fault;
  }

  /** A number in octal digits or base-256; 0 with a fault when it is neither or too large. */
  long number(String field, int offset, int length) {
    return (block[offset] & 0x80) != 0
        ? binary(field, offset, length)
        : octal(field, offset, length);
  }

  /**
   * Octal digits. NULs and spaces around them are trimmed, then the first NUL ends the digits: a
   * field that holds {@code 12 NUL 9} is 12.
   */
  long octal(String field, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && isBlank(block[at])) {
      at++;
    }
    while (end > at && isBlank(block[end - 1])) {
      end--;
    }
    long value = 0;
    for (; at < end && block[at] != 0; at++) {
      if (block[at] < '0' || block[at] > '7') {
        return fault(field, offset, length, "is not an octal number");
      }
      if (value >>> 61 != 0) {
        return fault(field, offset, length, "does not fit in 64 bits");
      }
      value = value << 3 | (block[at] - '0');
    }
    return value;
  }

  /** GNU's base-256: two's complement, big endian, the highest bit of the first byte set. */
  private long binary(String field, int offset, int length) {
    int inverted = (block[offset] & 0x40) != 0 ? 0xff : 0;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int next = (block[offset + i] & 0xff) ^ inverted;
      if (value >>> 56 != 0) {
        return fault(field, offset, length, "does not fit in 64 bits");
      }
      value = value << 8 | (i == 0 ? next & 0x7f : next);
    }
    if (value < 0) {
      return fault(field, offset, length, "does not fit in 64 bits");
    }
    return inverted == 0 ? value : ~value;
  }

  private long fault(String field, int offset, int length, String what) {
    if (fault == null) {
      StringBuilder found = new StringBuilder();
      for (int i = offset; i < offset + length; i++) {
        found.append((char) (block[i] & 0xff));
      }
      fault = field + " field (byte " + offset + ") " + what + ": \"" + Quoted.of(found.toString());
      fault += "\"";
    }
    return 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == 0;
  }

  /** The field's bytes up to the first NUL. */
  String text(int offset, int length) {
    return text(block, offset, length);
  }

  /** Returns the text up to the first NUL. */
  static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return decode(bytes, offset, end - offset);
  }

  /**
   * Decodes UTF-8. In bytes that are no UTF-8, each byte above 127 becomes a lone surrogate (U+DC80
   * to U+DCFF), so that two names that differ stay different.
   */
  static String decode(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      StringBuilder text = new StringBuilder(length);
      for (int i = offset; i < offset + length; i++) {
        text.append((char) (bytes[i] < 0 ? 0xdc00 | (bytes[i] & 0xff) : bytes[i]));
      }
      return text.toString();
    }
  }

  /** Returns how many bytes a decoded name has on a file system. */
  static int bytes(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      count += c < 0x80 || (c >= 0xdc80 && c <= 0xdcff && !pair(text, i)) ? 1 : c < 0x800 ? 2 : 3;
      if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
        count++;
        i++;
      }
    }
    return count;
  }

  private static boolean pair(String text, int low) {
    return low > 0 && Character.isHighSurrogate(text.charAt(low - 1));
  }

  /** A decimal as Go's strconv.ParseInt takes it: a sign, any number of zeros; null for others. */
  static @Nullable Long decimal(String text) {
    boolean sign = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    int at = sign ? 1 : 0;
    if (at == text.length()) {
      return null;
    }
    boolean negative = text.charAt(0) == '-';
    long value = 0;
    for (; at < text.length(); at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
        return null;
      }
      value = value * 10 - digit;
    }
    return negative ? (Long) value : value == Long.MIN_VALUE ? null : (Long) (-value);
  }
}
