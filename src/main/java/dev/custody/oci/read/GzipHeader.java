package dev.custody.oci.read;

import dev.custody.oci.ArchiveFile.Compression;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * The header of a gzip member (RFC 1952, 2.3), read as Go reads it (compress/gzip and pgzip, which
 * skopeo, podman and buildah use): reserved flags and the inside of an extra field are passed over,
 * a long name or comment and a wrong header checksum are refused. commons-compress decides each of
 * these the other way, so it is shown a plain header instead.
 */
final class GzipHeader {
  /** The header of a member without any field: what the decoder is given instead. */
  private static final byte[] PLAIN = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private static final int CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  /** The most bytes of a name or comment with its NUL, which is Go's buffer. */
  private static final int TEXT_LIMIT = 512;

  private final InputStream in;
  private final CRC32 checksum = new CRC32();

  private GzipHeader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads a header to its end.
   *
   * @return a header that says nothing, for the decoder
   * @throws IOException if it is damaged, or if some readers in Go refuse it
   */
  static byte[] pass(InputStream in) throws IOException {
    new GzipHeader(in).read();
    return PLAIN.clone();
  }

  private void read() throws IOException {
    int flags = 0;
    for (int i = 0; i < PLAIN.length; i++) {
      int next = next();
      flags = i == 3 ? next : flags;
    }
    long start = checksum.getValue();
    if ((flags & EXTRA) != 0) {
      for (int left = next() | next() << 8; left > 0; left--) {
        next();
      }
    }
    if ((flags & NAME) != 0) {
      text("file name");
    }
    if ((flags & COMMENT) != 0) {
      text("comment");
    }
    if ((flags & CHECKSUM) != 0) {
      compare(start & 0xffff, checksum.getValue() & 0xffff);
    }
  }

  /**
   * pgzip, which skopeo uses, counts only the first ten bytes in, so that it refuses a right
   * checksum of more.
   */
  private void compare(long start, long all) throws IOException {
    long said = next() | next() << 8;
    if (said != all) {
      throw new IOException("the checksum of the gzip header does not match");
    }
    if (start != all) {
      throw new Decompression.UnsupportedFormat(
          Compression.GZIP, "its header has a checksum beside a name, a comment or an extra field");
    }
  }

  private void text(String what) throws IOException {
    for (int length = 1; next() != 0; length++) {
      if (length == TEXT_LIMIT) {
        throw new Decompression.UnsupportedFormat(
            Compression.GZIP,
            "its header has a " + what + " of more than " + (TEXT_LIMIT - 1) + " bytes");
      }
    }
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the gzip header is cut short");
    }
    checksum.update(next);
    return next;
  }
}
