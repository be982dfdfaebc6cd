package dev.custody.oci.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A part of a file as a stream. It ends early where the file does; the reader compares counts.
 * Closing it leaves the file open.
 */
public final class RangeStream extends InputStream {
  private final RandomAccessBytes bytes;
  private final long end;
  private long position;
  private long windowEnd;

  /** A range of a few bytes, which need no advice to the page cache. */
  public RangeStream(RandomAccessBytes bytes, long offset, long length) {
    this(bytes, offset, length, Long.MAX_VALUE);
  }

  private RangeStream(RandomAccessBytes bytes, long offset, long length, long windowEnd) {
    this.bytes = bytes;
    this.position = offset;
    this.end = Math.addExact(offset, length);
    this.windowEnd = windowEnd;
  }

  /** A range of content that will be read from end to end. */
  public static RangeStream ofContent(RandomAccessBytes bytes, long offset, long length) {
    return new RangeStream(bytes, offset, length, offset);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, end - position);
    return wanted <= 0 ? -1 : readAt(ByteBuffer.wrap(target, offset, wanted));
  }

  private int readAt(ByteBuffer target) throws IOException {
    if (position >= windowEnd) {
      windowEnd = (position / CachedBytes.WINDOW + 1) * CachedBytes.WINDOW;
      bytes.enter(position);
    }
    // Reads up to the window's border, so that each window is entered where it begins.
    target.limit(target.position() + (int) Math.min(target.remaining(), windowEnd - position));
    int n = RandomAccessBytes.readAt(bytes, position, target);
    if (n > 0) {
      position += n;
    }
    return n;
  }

  /**
   * Reads some of the rest into a buffer; as many bytes as {@link #read(byte[], int, int)} says.
   */
  public int read(ByteBuffer target) throws IOException {
    target.clear().limit((int) Math.min(target.capacity(), end - position));
    if (!target.hasRemaining()) {
      return -1;
    }
    int n = readAt(target);
    target.flip();
    return n;
  }

  @Override
  public long skip(long n) {
    long step = Math.clamp(n, 0, end - position);
    position += step;
    return step;
  }

  /**
   * Returns the bytes that are left, up to the integer range. GZIPInputStream asks this to look for
   * another member.
   */
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }
}
