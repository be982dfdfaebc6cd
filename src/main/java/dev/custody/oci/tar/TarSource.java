package dev.custody.oci.tar;

import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a tar in order; some of them can be skipped. */
public interface TarSource {
  /** Fills {@code target} as far as there are bytes. Returns how many were read. */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Skips {@code count} bytes, or as many as there are. Returns how many were skipped. */
  long skip(long count) throws IOException;

  long position();

  /** A file: passing over costs nothing, and only the window around a header is read. */
  static TarSource of(RandomAccessBytes bytes, long size) {
    return new Window(bytes, size);
  }

  /**
   * A stream: passing over reads.
   *
   * @param passed where what is passed over may be written
   */
  static TarSource of(InputStream in, byte[] passed) {
    return new Stream(in, passed);
  }

  /** A file seen through a small window, so that gigabytes of content are never touched. */
  final class Window implements TarSource {
    private static final int SIZE = 4096;

    private final RandomAccessBytes bytes;
    private final long size;
    private final byte[] window = new byte[SIZE];
    private long windowStart;
    private int windowLength;
    private long position;

    public Window(RandomAccessBytes bytes, long size) {
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (position < windowStart || position >= windowStart + windowLength) {
          int n = RandomAccessBytes.readAt(bytes, position, ByteBuffer.wrap(window));
          if (n <= 0) {
            break;
          }
          windowStart = position;
          windowLength = n;
        }
        int from = (int) (position - windowStart);
        int n = Math.min(length - done, windowLength - from);
        System.arraycopy(window, from, target, offset + done, n);
        done += n;
        position += n;
      }
      return done;
    }

    @Override
    public long skip(long count) {
      long step = Math.clamp(count, 0, Math.max(0, size - position));
      position += step;
      return step;
    }

    @Override
    public long position() {
      return position;
    }
  }

  /** A stream with a position. */
  final class Stream implements TarSource {
    private final InputStream in;
    private final byte[] passed;
    private long position;

    public Stream(InputStream in, byte[] passed) {
      this.in = in;
      this.passed = passed;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = in.readNBytes(target, offset, length);
      position += n;
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      long done = 0;
      while (done < count) {
        int n = in.read(passed, 0, (int) Math.min(passed.length, count - done));
        if (n <= 0) {
          break;
        }
        done += n;
      }
      position += done;
      return done;
    }

    @Override
    public long position() {
      return position;
    }
  }
}
