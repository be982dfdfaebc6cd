package dev.custody.oci.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream that another thread reads as soon as one is free, so that the next part is read, or
 * unpacked, while this one is hashed. One thread takes from it.
 *
 * <p>The two threads hand over by counters and poll instead of waking each other: a wake-up per
 * buffer costs the hashing thread more than the copy it saves.
 */
public final class AheadStream extends InputStream {
  /** The least bytes for which a thread is worth its start. */
  private static final int WORTH = 8 << 20;

  /** The number of buffers; together they stay in one core's cache. */
  public static final int BUFFERS = 4;

  public static final int SIZE = 128 * 1024;

  private static final int SPINS = 200;
  private static final long PAUSE_NANOS = 30_000;

  private final InputStream in;
  private final Workers.Scratch scratch;
  private final int[] lengths = new int[BUFFERS];
  private byte @Nullable [][] ring;
  private @Nullable Thread reader;
  private volatile long filled;
  private volatile long taken;
  private volatile boolean closed;

  /** Whether no thread could be had, so that no further part tries again. */
  private boolean alone;

  private @Nullable Throwable failure;
  private long parts;
  private int position;

  public AheadStream(InputStream in, Workers.Scratch scratch) {
    this.in = in;
    this.scratch = scratch;
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
    byte[] part = part();
    if (part == null) {
      return in.read(target, offset, length);
    }
    int n = Math.min(length, partLength() - position);
    if (n <= 0) {
      return -1;
    }
    System.arraycopy(part, position, target, offset, n);
    position += n;
    if (position == partLength()) {
      next();
    }
    return n;
  }

  /** The part that was read ahead, in place; null while nobody reads ahead. */
  public byte @Nullable [] part() throws IOException {
    if (ring == null) {
      boolean little = in instanceof RangeStream file && file.available() < WORTH;
      if (alone || little || !scratch.takeSpare()) {
        return null;
      }
      byte[][] buffers = scratch.takeRing();
      reader = scratch.start("ahead", () -> fill(buffers));
      if (reader == null) {
        alone = true;
        scratch.giveRing(buffers);
        scratch.giveSpare();
        return null;
      }
      ring = buffers;
    }
    for (int spins = 0; filled == parts; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (partLength() < 0) {
      rethrow();
    }
    return ring[slot(parts)];
  }

  /** Returns the number of bytes in the current part; 0 at the end of the stream. */
  public int partLength() {
    return lengths[slot(parts)];
  }

  /** Gives the current part back. */
  public void next() {
    position = 0;
    taken = ++parts;
  }

  private static int slot(long count) {
    return (int) (count % BUFFERS);
  }

  private void fill(byte[][] buffers) {
    int n = 1;
    for (long i = 0; n > 0; i++) {
      while (i - taken == BUFFERS) {
        if (closed) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (closed) {
        return;
      }
      int slot = slot(i);
      try {
        n = in.readNBytes(buffers[slot], 0, SIZE);
      } catch (Throwable e) {
        failure = e;
        n = -1;
      }
      lengths[slot] = n;
      filled = i + 1;
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case IOException io -> throw io;
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    alone = true;
    if (reader != null && ring != null) {
      HelperThread.join(reader);
      reader = null;
      scratch.giveRing(ring);
      ring = null;
      scratch.giveSpare();
    }
    in.close();
  }
}
