package dev.custody.oci.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Tars from a grammar of oddities: every field, extension header and end that readers were seen to
 * take in two ways, combined by a seed.
 */
final class OddTars {
  private static final String[] NAMES = {
    "index.json",
    "./index.json",
    "blobs/sha256/0a",
    "blobs//sha256/./0a",
    "a/../index.json",
    "/index.json",
    "../out",
    "dir/",
    "",
    "é/\u20ac",
    "n".repeat(100),
    "GNUSparseFile.0/x",
    "oci-layout"
  };
  private static final String[] KEYS = {
    "path",
    "linkpath",
    "size",
    "uid",
    "gid",
    "mtime",
    "atime",
    "ctime",
    "uname",
    "gname",
    "comment",
    "hdrcharset",
    "SCHILY.xattr.user.a",
    "path",
    "path",
    "size",
    "LIBARCHIVE.x"
  };
  private static final String[] BAD_KEYS = {
    "GNU.sparse.name", "GNU.sparse.major", "GNU.sparse.minor", "GNU.sparse.size",
    "GNU.sparse.realsize", "GNU.sparse.map", "GNU.sparse.numblocks", "GNU.sparse.offset",
    "GNU.sparse.numbytes", "", "a\0b"
  };
  private static final String[] NUMBERS = {"", "0", "5", "512", "1536", "+7", "007", "1000"};
  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "2",
    "5",
    "512",
    "1536",
    "-1",
    "+7",
    "007",
    "0".repeat(30) + "9",
    "99999999999999999999",
    "1.5",
    "1.",
    ".5",
    "-1.25",
    "1.2x",
    "x",
    "1_0",
    "0,5",
    "0,5,10,2",
    "5,0,1",
    "index.json",
    "blobs/sha256/0a",
    "a\0b",
    "dir/",
    " 1",
    "1 "
  };
  private static final String[] MAGICS = {
    "ustar\00000",
    "ustar\00000",
    "ustar  \0",
    "ustar  \0",
    "\0\0\0\0\0\0\0\0",
    "ustar\0\0\0",
    "ustar 00",
    "ustar\00011",
    "ustar ",
    "USTAR\00000",
    "ustarx\0\0"
  };
  private static final char[] TYPES = {
    '0', '0', '0', '\0', '\0', '1', '2', '3', '4', '5', '6', '7', 'S', 'V', 'D', 'X', 'A', 'g', 'x',
    'L', 'K', '\u00ff'
  };

  private final Random random;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  OddTars(long seed) {
    random = new Random(seed);
  }

  /** The next tar. */
  byte[] next() {
    out = new ByteArrayOutputStream();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      while (one(3)) {
        extension();
      }
      entry(random.nextInt(4) == 0 ? pick(TYPES) : one(2) ? '0' : '\0');
    }
    end();
    return one(10) ? mutate(out.toByteArray()) : out.toByteArray();
  }

  private void extension() {
    char type = one(8) ? 'g' : one(2) ? 'x' : one(2) ? 'L' : 'K';
    byte[] content =
        type == 'L' || type == 'K'
            ? latin(pick(NAMES) + (one(3) ? "" : "\0") + (one(6) ? "tail" : ""))
            : records();
    byte[] header = header("ext", type, octal(content.length, 11) + "\0");
    odd(header, 12);
    write(header, content, content.length);
  }

  private byte[] records() {
    StringBuilder all = new StringBuilder();
    if (one(6)) {
      sparse(all);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = pick(one(12) ? BAD_KEYS : KEYS);
      all.append(record(key, one(12) ? pick(VALUES) : value(key)));
    }
    if (one(40)) {
      all.insert(random.nextInt(all.length() + 1), pick(VALUES));
    }
    return latin(all.toString());
  }

  /** A sparse map of a version that Go knows, or nearly. */
  private void sparse(StringBuilder all) {
    String[] major = {"0", "1", "1", "2", ""};
    all.append(record("GNU.sparse.major", pick(major)));
    all.append(record("GNU.sparse.minor", one(3) ? "1" : "0"));
    if (one(2)) {
      all.append(record("GNU.sparse.name", pick(NAMES)));
    }
    all.append(record("GNU.sparse.realsize", one(4) ? pick(VALUES) : "2000"));
    if (one(2)) {
      all.append(record("GNU.sparse.numblocks", one(4) ? pick(VALUES) : "1"));
      all.append(record("GNU.sparse.map", one(4) ? pick(VALUES) : "0,5"));
    }
  }

  private String value(String key) {
    return switch (key) {
      case "size", "uid", "gid" -> pick(NUMBERS);
      case "mtime", "atime", "ctime" -> pick(NUMBERS) + pick(new String[] {"", ".", ".5", ".000"});
      default -> pick(NAMES);
    };
  }

  private String record(String key, String value) {
    int length = key.length() + value.length() + 3;
    int all = length + Integer.toString(length).length();
    all = length + Integer.toString(all).length();
    String prefix = one(30) ? "0" : one(40) ? "+" : "";
    return prefix + (all + prefix.length()) + " " + key + "=" + value + "\n";
  }

  private void entry(char type) {
    int size = one(3) ? 0 : random.nextInt(1, 1400);
    byte[] content = new byte[size];
    if (one(2)) {
      byte[] map =
          latin(pick(new String[] {"1\n0\n5\n", "0\n", "2\n0\n1\n5\n9\n", "1\nx\n", "7\n"}));
      System.arraycopy(map, 0, content, 0, Math.min(size, map.length));
    }
    byte[] header = header(pick(NAMES), type, number(size));
    odd(header, 3);
    write(header, content, size);
  }

  private String number(long value) {
    return switch (random.nextInt(12)) {
      case 0 -> octal(value, 12);
      case 1 -> " " + Long.toOctalString(value) + " ";
      case 2 -> Long.toOctalString(value) + "\0009";
      case 3 -> "\0\0" + Long.toOctalString(value);
      case 4 -> "\u0080\0\0\0\0\0\0\0\0\0" + (char) (value >> 8) + (char) (value & 0xff);
      case 5 -> one(4) ? pick(VALUES) : octal(value, 11) + " ";
      default -> octal(value, 11) + "\0";
    };
  }

  private static String octal(long value, int digits) {
    return String.format("%" + digits + "s", Long.toOctalString(value)).replace(' ', '0');
  }

  private byte[] header(String name, char type, String size) {
    byte[] block = new byte[512];
    put(block, 0, 100, name);
    put(block, 100, 8, "0000644\0");
    put(block, 108, 8, "0000000\0");
    put(block, 116, 8, "0000000\0");
    put(block, 124, 12, size);
    put(block, 136, 12, "00000000000\0");
    block[156] = (byte) type;
    if (type == '1' || type == '2' || one(10)) {
      put(block, 157, 100, pick(NAMES));
    }
    put(block, 257, 8, one(4) ? pick(MAGICS) : "ustar\00000");
    return block;
  }

  /** Perhaps sets odd fields, then the checksum, rarely a wrong or signed one. */
  private void odd(byte[] block, int rarely) {
    if (one(rarely)) {
      put(block, 345, 155, pick(new String[] {"prefix", "blobs", "777", "blobs/\u00e9", "12 "}));
    }
    if (one(rarely * 5)) {
      int[] numbers = {100, 108, 116, 136, 329, 337, 345, 357, 476, 488};
      int at = numbers[random.nextInt(numbers.length)];
      Arrays.fill(block, at, at + 8, (byte) 0);
      put(block, at, 8, number(random.nextInt(1 << 20)));
      if (one(3)) {
        put(block, at, 8, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00f0");
      }
    }
    if (one(rarely * 6)) {
      put(block, 124, 12, one(2) ? "\u00ff".repeat(12) : "\u00bf" + "\u007f".repeat(11));
    }
    if (one(rarely * 6)) {
      put(block, 508, 4, "tar\0");
    }
    if (block[156] == 'S' || one(rarely * 20)) {
      put(block, 257, 8, "ustar  \0");
      put(block, 483, 12, one(4) ? number(4000) : octal(4000, 11));
      for (int i = 0; i < random.nextInt(5); i++) {
        put(block, 386 + 24 * i, 12, octal(i * 512L, 11));
        put(block, 398 + 24 * i, 12, one(5) ? number(700) : octal(512, 11));
      }
      block[482] = (byte) (one(3) ? 1 : 0);
    }
    seal(block);
  }

  private void seal(byte[] block) {
    TarReaderTest.seal(block);
    if (one(25)) {
      int signed = 0;
      for (int i = 0; i < 512; i++) {
        signed += i >= 148 && i < 156 ? ' ' : block[i];
      }
      put(block, 148, 8, one(3) ? "12\0\0\0\0\0 " : String.format("%06o\0 ", signed & 0777777));
    }
  }

  private void write(byte[] header, byte[] content, int size) {
    out.writeBytes(header);
    for (boolean more = header[156] == 'S' && header[482] != 0; more; ) {
      byte[] block = new byte[512];
      put(block, 0, 12, octal(random.nextInt(8000), 11));
      put(block, 12, 12, octal(random.nextInt(9), 11));
      more = one(4);
      block[504] = (byte) (more ? 1 : 0);
      out.writeBytes(block);
    }
    out.writeBytes(Arrays.copyOf(content, (size + 511) / 512 * 512));
  }

  private void end() {
    switch (random.nextInt(14)) {
      case 0 -> {}
      case 1 -> out.writeBytes(new byte[512]);
      case 2 -> out.writeBytes(new byte[512 + random.nextInt(512)]);
      case 3 -> out.writeBytes(new byte[random.nextInt(512)]);
      case 4 -> {
        extension();
        out.writeBytes(new byte[1024]);
      }
      case 5 -> extension();
      case 6 -> {
        out.writeBytes(new byte[512]);
        entry('0');
      }
      default -> out.writeBytes(new byte[1024 + random.nextInt(3) * 512]);
    }
  }

  /** Changes a byte with or without its header's checksum, or cuts. */
  private byte[] mutate(byte[] tar) {
    if (tar.length == 0 || one(3)) {
      return Arrays.copyOf(tar, random.nextInt(tar.length + 1));
    }
    int at = random.nextInt(tar.length);
    tar[at] = (byte) random.nextInt();
    int start = at / 512 * 512;
    if (one(2) && start + 512 <= tar.length) {
      byte[] block = Arrays.copyOfRange(tar, start, start + 512);
      System.arraycopy(TarReaderTest.seal(block), 0, tar, start, 512);
    }
    return tar;
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private char pick(char[] from) {
    return from[random.nextInt(from.length)];
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] block, int offset, int room, String text) {
    byte[] bytes =
        text.chars().allMatch(c -> c < 0x100) ? latin(text) : text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(room, bytes.length));
  }
}
