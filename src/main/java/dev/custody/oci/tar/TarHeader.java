package dev.custody.oci.tar;

import org.jspecify.annotations.Nullable;

/**
 * One 512-byte header block as Go's archive/tar reads it, before extension headers.
 *
 * @param size the size field as it stands, also for types that have no content; may be negative
 * @param otherName the name by a reading other than Go's; null where all agree
 */
record TarHeader(
    Format format,
    String name,
    int mode,
    long size,
    char type,
    String link,
    @Nullable Ambiguity otherName) {
  static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int STAR_PREFIX_LENGTH = 131;

  /** The dialects that Go tells apart by magic; what it does not know is V7. */
  enum Format {
    V7,
    USTAR,
    STAR,
    GNU
  }

  /** The block is not a header; the message says which field is wrong. */
  static final class BadHeader extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    BadHeader(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  static TarHeader decode(byte[] block) throws BadHeader {
    TarFields fields = new TarFields(block);
    checksum(block, fields);
    Format format = format(block);
    long size = fields.number("size", 124, 12);
    long mode = fields.number("mode", 100, 8);
    fields.number("uid", 108, 8);
    fields.number("gid", 116, 8);
    fields.number("mtime", 136, 12);
    if (format != Format.V7) {
      fields.number("devmajor", 329, 8);
      fields.number("devminor", 337, 8);
    }
    if (format == Format.STAR) {
      fields.number("atime", 476, 12);
      fields.number("ctime", 488, 12);
    }
    if (fields.fault() != null) {
      throw new BadHeader("its " + fields.fault());
    }
    String own = fields.text(0, NAME);
    String name = join(prefix(format, block), own);
    return new TarHeader(
        format,
        name,
        (int) (mode & 0177777),
        size,
        (char) (block[156] & 0xff),
        fields.text(157, 100),
        otherName(format, block, own, name));
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static Format format(byte[] block) {
    if (has(block, MAGIC, "ustar\0")) {
      return has(block, 508, "tar\0") ? Format.STAR : Format.USTAR;
    }
    return has(block, MAGIC, "ustar  \0") ? Format.GNU : Format.V7;
  }

  /** The prefix that Go puts before the name. */
  private static String prefix(Format format, byte[] block) {
    return switch (format) {
      case V7 -> "";
      case USTAR -> TarFields.text(block, PREFIX, PREFIX_LENGTH);
      case STAR -> TarFields.text(block, PREFIX, STAR_PREFIX_LENGTH);
      case GNU -> timesAreText(block) ? TarFields.text(block, PREFIX, PREFIX_LENGTH) : "";
    };
  }

  /**
   * Whether the field for GNU's access and change times holds text instead. Go before 1.8 wrote
   * ustar's prefix there, so Go's reader takes ASCII that is no time for a prefix.
   */
  private static boolean timesAreText(byte[] block) {
    TarFields times = new TarFields(block);
    for (int at : new int[] {PREFIX, PREFIX + 12}) {
      if (block[at] != 0) {
        times.number("time", at, 12);
      }
    }
    return times.fault() != null
        && TarFields.text(block, PREFIX, PREFIX_LENGTH).chars().allMatch(c -> c < 0x80);
  }

  private static @Nullable Ambiguity otherName(
      Format format, byte[] block, String own, String name) {
    return switch (format) {
      case USTAR -> null;
      case STAR ->
          Ambiguity.ofName(
              name,
              join(TarFields.text(block, PREFIX, PREFIX_LENGTH), own),
              "a star header",
              "a ustar header");
      case GNU -> Ambiguity.ofName(name, own, "a prefix where GNU keeps times", "a GNU header");
      case V7 ->
          has(block, MAGIC, "ustar")
              ? Ambiguity.ofName(
                  name,
                  join(TarFields.text(block, PREFIX, PREFIX_LENGTH), own),
                  "a header without a known magic",
                  "a ustar header by the first five letters of its magic")
              : null;
    };
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static boolean has(byte[] block, int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks the sum of all bytes, the checksum field counted as spaces; some old tars summed signed
   * bytes.
   */
  private static void checksum(byte[] block, TarFields fields) throws BadHeader {
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
    long recorded = fields.octal("checksum", CHECKSUM, CHECKSUM_LENGTH);
    if (fields.fault() != null) {
      throw new BadHeader("its " + fields.fault());
    }
    if (recorded != unsigned && recorded != unsigned - 0x100 * negative) {
      throw new BadHeader(
          "the checksum does not match: recorded " + recorded + ", the bytes sum to " + unsigned);
    }
  }
}
