package dev.custody.oci;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that counts what is read, and breaks or does something where a test wants it. */
final class FakeBytes implements Bytes {
  private final Bytes real;
  private long broken = Long.MAX_VALUE;
  private Runnable onRead = () -> {};
  long read;
  long reads;

  FakeBytes(Bytes real) {
    this.real = real;
  }

  /** Reads that reach this offset fail as a bad disk does. */
  FakeBytes breakAt(long offset) {
    broken = offset;
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
    if (position + target.remaining() > broken) {
      throw new IOException("Input/output error");
    }
    int n = real.read(target, position);
    read += Math.max(0, n);
    reads++;
    return n;
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
