package dev.custody.oci.read;

import dev.custody.oci.ArchiveFile.Compression;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * The memory for zstd windows of one look at an archive, shared by all its threads: a layer waits
 * until its window fits. Who gets one does not depend on the number of threads, only when.
 */
public final class DecompressionMemory {
  /** Bytes of windows at one time: with the rest of the program they fit into 128 MiB. */
  private static final long BUDGET = 32L << 20;

  /** What the zstd command, too, takes without being told to. */
  private static final long LARGEST = 128L << 20;

  /** Bytes that the program has without any window. */
  private static final long ALL_ELSE = 96L << 20;

  /** A decompressor has half as much of its own beside a small window. */
  private static final long SMALLEST = 1L << 20;

  private static final int UNIT = 1024;

  private final LongSupplier memoryLimit;
  private final long outer;
  private final long unknown;
  private final Semaphore free = new Semaphore((int) (BUDGET / UNIT), true);

  private DecompressionMemory(LongSupplier memoryLimit, long outer, long unknown) {
    this.memoryLimit = memoryLimit;
    this.outer = outer;
    this.unknown = unknown;
  }

  /** For an archive that is packed as a whole: half is left for a packed layer in it. */
  public static DecompressionMemory ofArchive(LongSupplier memoryLimit) {
    return new DecompressionMemory(memoryLimit, 0, BUDGET / 2);
  }

  /**
   * For layers.
   *
   * @param outer bytes of the window through which the archive itself is read
   */
  public static DecompressionMemory ofLayers(LongSupplier memoryLimit, long outer) {
    long left = Math.max(SMALLEST, BUDGET - outer);
    return new DecompressionMemory(memoryLimit, outer, Long.highestOneBit(left));
  }

  /** A window of {@code 2^log} bytes, until it is closed; other threads may be waiting for it. */
  public record Lease(Semaphore from, int units, int log) implements AutoCloseable {
    @Override
    public void close() {
      from.release(units);
    }

    public long bytes() {
      return 1L << log;
    }
  }

  /**
   * Waits for memory for a window. One that is larger than all there is takes all of it, so that
   * its layer is unpacked alone. What is not zstd takes none.
   *
   * @param start of the stored bytes
   * @throws TooLarge when no waiting would help
   */
  public Lease take(Compression compression, byte[] start) throws TooLarge {
    if (compression != Compression.ZSTD) {
      return new Lease(free, 0, 0);
    }
    ZstdWindow window = ZstdWindow.of(start);
    if (window.size() > LARGEST) {
      throw TooLarge.forAnyStep(window.size());
    }
    long wanted = Math.max(SMALLEST, Math.max(window.size(), window.moreMayFollow() ? unknown : 0));
    // What the decompressor is told has to be a power of two.
    int log = Long.SIZE - Long.numberOfLeadingZeros(wanted - 1);
    if (outer + wanted > BUDGET) {
      long limit = memoryLimit.getAsLong();
      if (outer + wanted + ALL_ELSE > limit) {
        throw TooLarge.forThisStep(window.size(), outer, limit, outer + wanted + ALL_ELSE);
      }
    }
    int units = (int) (Math.min(1L << log, BUDGET) / UNIT);
    free.acquireUninterruptibly(units);
    return new Lease(free, units, log);
  }

  /** A window for which there is no memory. The message follows a name, the remedy a sentence. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    private TooLarge(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }

    private static TooLarge forAnyStep(long window) {
      return new TooLarge(
          "needs a zstd window of " + mebibytes(window) + ", more than " + mebibytes(LARGEST),
          "Compress it again with zstd --long=27 or less");
    }

    private static TooLarge forThisStep(long window, long outer, long limit, long needed) {
      return new TooLarge(
          "needs a zstd window of "
              + mebibytes(window)
              + (outer == 0 ? "" : " beside the archive's own of " + mebibytes(outer))
              + ", too much for this step's memory limit of "
              + mebibytes(limit),
          "Raise limits.memory to " + ((needed + (1 << 20) - 1) >> 20) + "Mi");
    }

    /** Found while unpacking: not the first frame's window is too large, but a later one's. */
    public static TooLarge forLaterFrame(long reserved) {
      return new TooLarge(
          "has a zstd frame with a larger window than the "
              + mebibytes(reserved)
              + " that its first frame made custody reserve",
          "Compress it again as one zstd frame");
    }

    public String remedy() {
      return remedy;
    }

    private static String mebibytes(long bytes) {
      return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
  }
}
