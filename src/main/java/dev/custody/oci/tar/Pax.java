package dev.custody.oci.tar;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a PAX extended header says about the next entry, as far as reading needs it (POSIX pax, "pax
 * Extended Header": records of {@code length key=value newline}).
 */
public record Pax(
    @Nullable String path, @Nullable String link, @Nullable Long size, boolean sparse) {
  public static final Pax NONE = new Pax(null, null, null, false);

  /** Reads the records; null when one is malformed. */
  public static @Nullable Pax parse(byte[] bytes) {
    String path = null;
    String link = null;
    String sparseName = null;
    Long size = null;
    boolean sparse = false;
    for (int at = 0; at < bytes.length; ) {
      int space = indexOf(bytes, ' ', at, bytes.length);
      long length = space < 0 ? -1 : decimal(bytes, at, space);
      // The shortest record is "6 k=v\n" less the value; the length counts itself.
      if (length <= space - at + 1 || length > bytes.length - at) {
        return null;
      }
      int end = at + (int) length - 1;
      int equals = indexOf(bytes, '=', space + 1, end);
      if (equals < 0 || bytes[end] != '\n') {
        return null;
      }
      String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      String value = new String(bytes, equals + 1, end - equals - 1, StandardCharsets.UTF_8);
      switch (key) {
        case "path" -> path = value.isEmpty() ? null : value;
        case "linkpath" -> link = value.isEmpty() ? null : value;
        case "size" -> {
          size = decimal(bytes, equals + 1, end);
          if (size < 0) {
            return null;
          }
        }
        case "GNU.sparse.name" -> {
          sparseName = value;
          sparse = true;
        }
        default -> sparse |= key.startsWith("GNU.sparse.");
      }
      at = end + 1;
    }
    return new Pax(sparseName == null ? path : sparseName, link, size, sparse);
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** A number of at most 18 digits; -1 for anything else. */
  private static long decimal(byte[] bytes, int from, int to) {
    if (from == to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
      value = value * 10 + (bytes[i] - '0');
    }
    return value;
  }
}
