package dev.custody.oci;

import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.List;

/** A file that counts what is read, and breaks or does something where a test wants it. */
final class FakeBytes implements RandomAccessBytes {
  private final RandomAccessBytes real;
  private long broken = Long.MAX_VALUE;
  private long denied = Long.MAX_VALUE;
  private long mended = Long.MAX_VALUE;
  private Runnable onRead = () -> {};
  long read;
  long reads;

  FakeBytes(RandomAccessBytes real) {
    this.real = real;
  }

  /** Opens files so that each can be asked afterwards what was read of it. */
  static RandomAccessBytes.Opener counting(List<FakeBytes> opened) {
    return path -> {
      FakeBytes bytes = new FakeBytes(RandomAccessBytes.open(path));
      opened.add(bytes);
      return bytes;
    };
  }

  /** Reads that reach this offset fail as a bad disk does. */
  FakeBytes breakAt(long offset) {
    return breakBetween(offset, Long.MAX_VALUE);
  }

  /** Reads that touch this range fail as a bad disk does. */
  FakeBytes breakBetween(long from, long to) {
    broken = from;
    mended = to;
    return this;
  }

  /** Reads that reach this offset are refused, as where a label was changed. */
  FakeBytes denyAt(long offset) {
    denied = offset;
    return this;
  }

  /** Runs before each read. */
  FakeBytes onRead(Runnable action) {
    onRead = action;
    return this;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    onRead.run();
    if (position + target.remaining() > broken && position < mended) {
      throw new IOException("Input/output error");
    }
    if (position + target.remaining() > denied) {
      throw new AccessDeniedException("image.tar");
    }
    int n = real.read(target, position);
    count(n);
    return n;
  }

  private synchronized void count(int n) {
    read += Math.max(0, n);
    reads++;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
