package dev.custody.oci.tar;

import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarHeader.BadHeader;
import java.io.IOException;

/**
 * The map of a sparse file: where its pieces lie in the file. Its pieces are not put together here;
 * it is read because Go refuses an entry whose map is wrong.
 */
final class SparseMap {
  /**
   * The most bytes of a map that Go reads since 1.25.2, in the old and the new format; as of any
   * extension.
   */
  static final int LIMIT = 1 << 20;

  private static final int IN_HEADER = 4;
  private static final int IN_BLOCK = 21;
  private static final int PIECE = 24;

  private final long fileSize;
  private long end;

  SparseMap(long fileSize) throws BadHeader {
    this.fileSize = fileSize;
    if (fileSize < 0) {
      throw new BadHeader("its sparse file has a negative size, " + fileSize);
    }
  }

  /** Checks that the pieces follow one another, do not overlap, and lie within the file. */
  private void piece(long offset, long length) throws BadHeader {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new BadHeader("its sparse map has a piece of " + length + " bytes at " + offset);
    }
    if (offset + length > fileSize || offset < end) {
      throw new BadHeader(
          "its sparse map has a piece of "
              + length
              + " bytes at "
              + offset
              + (offset < end ? ", inside the one before" : ", beyond the file's " + fileSize));
    }
    end = offset + length;
  }

  /** Reads GNU's old format: pieces in the header block, and more in the blocks after it. */
  static void old(byte[] block, Blocks more)
      throws IOException, BadHeader, TooLong, UnreadableArchive {
    TarFields fields = new TarFields(block);
    SparseMap map = new SparseMap(fields.number("real size", 483, 12));
    map.pieces(fields, block, 386, IN_HEADER);
    boolean extended = block[482] != 0;
    for (int blocks = 0; extended; blocks++) {
      if (blocks * TarHeader.BLOCK >= LIMIT) {
        throw new TooLong();
      }
      byte[] next = more.next();
      map.pieces(new TarFields(next), next, 0, IN_BLOCK);
      extended = next[504] != 0;
    }
  }

  private void pieces(TarFields fields, byte[] block, int start, int count) throws BadHeader {
    for (int i = 0, at = start; i < count && block[at] != 0; i++, at += PIECE) {
      long offset = fields.number("sparse offset", at, 12);
      long length = fields.number("sparse length", at + 12, 12);
      if (fields.fault() == null) {
        piece(offset, length);
      }
    }
    if (fields.fault() != null) {
      throw new BadHeader("its " + fields.fault());
    }
  }

  /**
   * The map that pax records announce.
   *
   * @param content blocks of the entry's content, where version 1.0 keeps its map
   * @return whether Go knows the version, so that the entry is a sparse file
   */
  static boolean pax(Pax pax, long size, Blocks content)
      throws IOException, BadHeader, TooLong, UnreadableArchive {
    String version = pax.sparse("major") + "." + pax.sparse("minor");
    boolean inContent = version.equals("1.0");
    boolean inRecords =
        version.equals("0.0")
            || version.equals("0.1")
            || (version.equals(".") && !pax.sparse("map").isEmpty());
    if (!inContent && !inRecords) {
      return false;
    }
    String real = pax.sparse("size").isEmpty() ? pax.sparse("realsize") : pax.sparse("size");
    SparseMap map = new SparseMap(real.isEmpty() ? size : decimal(real, "file size"));
    if (inContent) {
      map.fromContent(content);
    } else {
      map.fromRecords(pax);
    }
    return true;
  }

  private void fromRecords(Pax pax) throws BadHeader {
    long count = count(pax.sparse("numblocks"));
    String text = pax.sparse("map");
    String[] values = text.isEmpty() ? new String[0] : text.split(",", -1);
    if (values.length != 2 * count) {
      throw new BadHeader(
          "its sparse map has " + values.length + " numbers for " + count + " pieces");
    }
    for (int i = 0; i < values.length; i += 2) {
      piece(decimal(values[i], "offset"), decimal(values[i + 1], "length"));
    }
  }

  private void fromContent(Blocks content)
      throws IOException, BadHeader, TooLong, UnreadableArchive {
    Tokens tokens = new Tokens(content);
    long count = count(tokens.next());
    for (long i = 0; i < count; i++) {
      long offset = decimal(tokens.next(), "offset");
      piece(offset, decimal(tokens.next(), "length"));
    }
  }

  private static long count(String text) throws BadHeader {
    long count = decimal(text, "number of pieces");
    if (count < 0 || count > Long.MAX_VALUE / 2) {
      throw new BadHeader("its sparse map has " + count + " pieces");
    }
    return count;
  }

  private static long decimal(String text, String what) throws BadHeader {
    Long value = TarFields.decimal(text);
    if (value == null) {
      throw new BadHeader(
          "its sparse map has a " + what + " that is not a number: " + Ambiguity.quoted(text));
    }
    return value;
  }

  /** The source of a map's blocks. */
  interface Blocks {
    /** The next block; {@link BadHeader} where there is none. */
    byte[] next() throws IOException, BadHeader, UnreadableArchive;
  }

  /** The map is longer than Go reads. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1;

    TooLong() {
      super("sparse map too long", null, false, false);
    }
  }

  /** Lines of text in whole blocks. */
  private static final class Tokens {
    private final Blocks blocks;
    private byte[] block = new byte[0];
    private int at;
    private int read;

    Tokens(Blocks blocks) {
      this.blocks = blocks;
    }

    String next() throws IOException, BadHeader, TooLong, UnreadableArchive {
      StringBuilder token = new StringBuilder();
      while (true) {
        if (at == block.length) {
          if (read >= LIMIT) {
            throw new TooLong();
          }
          block = blocks.next();
          read += block.length;
          at = 0;
        }
        char c = (char) (block[at++] & 0xff);
        if (c == '\n') {
          return token.toString();
        }
        token.append(c);
      }
    }
  }
}
