package dev.custody.build;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Headers of a tar (POSIX ustar) whose entries belong to root and are from 1970. */
final class Ustar {
  private Ustar() {}

  /**
   * The 512 bytes in front of an entry's content.
   *
   * @param name at most 100 bytes; a directory's ends in a slash
   * @param type {@code 0} for a file, {@code 5} for a directory
   * @param mode permission bits
   * @param size of the content, in bytes
   */
  static byte[] header(String name, char type, int mode, long size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, octal(7, mode));
    put(header, 108, octal(7, 0));
    put(header, 116, octal(7, 0));
    put(header, 124, octal(11, size));
    put(header, 136, octal(11, 0));
    put(header, 148, "        ");
    put(header, 156, String.valueOf(type));
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, 148, octal(6, sum));
    header[154] = 0;
    header[155] = ' ';
    return header;
  }

  private static String octal(int digits, long value) {
    return String.format(Locale.ROOT, "%0" + digits + "o", value);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
