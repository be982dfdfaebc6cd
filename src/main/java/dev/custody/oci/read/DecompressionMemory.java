package dev.custody.oci.read;

import dev.custody.oci.ArchiveFile.Compression;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * The memory for decompressors of one look at an archive, shared by all its threads: a layer waits
 * until its own fits. Who gets memory does not depend on the number of threads, only when.
 */
public final class DecompressionMemory {
  /**
   * The bytes for all decompressors at one time; with the rest of the program they fit into 128
   * MiB.
   */
  private static final long BUDGET = 32L << 20;

  /** The largest window that the zstd command decompresses by default too. */
  private static final long LARGEST_WINDOW = 128L << 20;

  /**
   * The largest dictionary of xz, which decodes in the Java heap: of its 64 MiB, names and buffers
   * need most.
   */
  private static final long LARGEST_DICTIONARY = 16L << 20;

  /** A block of 900,000 bytes with its four-byte pointers, and tables. */
  private static final long BZIP2 = 6L << 20;

  /** The bytes that the program uses without any decompressor. */
  private static final long ALL_ELSE = 96L << 20;

  /** A decompressor's own memory beside its window: half as much as a small window. */
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

  /**
   * Returns the memory for an archive that is compressed as a whole; half is left for a compressed
   * layer in it.
   */
  public static DecompressionMemory ofArchive(LongSupplier memoryLimit) {
    return new DecompressionMemory(memoryLimit, 0, BUDGET / 2);
  }

  /**
   * Returns the memory for layers.
   *
   * @param outer bytes of the decompressor through which the archive itself is read
   */
  public static DecompressionMemory ofLayers(LongSupplier memoryLimit, long outer) {
    long left = Math.max(SMALLEST, BUDGET - outer);
    return new DecompressionMemory(memoryLimit, outer, Long.highestOneBit(left));
  }

  /** Memory for one decompressor, until it is closed; other threads may be waiting for it. */
  public record Lease(Semaphore from, int units, long bytes) implements AutoCloseable {
    @Override
    public void close() {
      from.release(units);
    }

    /** The largest zstd window that fits, as a power of two. */
    int windowLog() {
      return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes));
    }

    /** Returns the most an xz decoder may use, in KiB: its dictionary and about 104 KiB more. */
    int kibibytes() {
      return (int) (bytes >> 10) + 128;
    }
  }

  /**
   * Waits for memory for one decompressor. One that needs more than all there is takes all of it,
   * so that its layer is unpacked alone. gzip takes none.
   *
   * @param start of the stored bytes, {@link Decompression#HEADER} of them where there are so many
   * @throws TooLarge when no waiting would help
   * @throws Decompression.UnsupportedFormat when Go's decompressor does not read this kind
   */
  public Lease take(Compression compression, byte[] start)
      throws TooLarge, Decompression.UnsupportedFormat {
    return switch (compression) {
      case NONE, GZIP -> new Lease(free, 0, 0);
      case BZIP2 -> lease(BZIP2);
      case XZ -> xz(XzHeader.of(start));
      case ZSTD -> zstd(ZstdWindow.of(start));
    };
  }

  private Lease xz(XzHeader header) throws TooLarge, Decompression.UnsupportedFormat {
    if (header.unsupported() != null) {
      throw new Decompression.UnsupportedFormat(Compression.XZ, header.unsupported());
    }
    if (header.dictionary() > LARGEST_DICTIONARY) {
      throw TooLarge.dictionary(header.dictionary());
    }
    return lease(Math.max(SMALLEST, header.dictionary()));
  }

  private Lease zstd(ZstdWindow window) throws TooLarge {
    if (window.size() > LARGEST_WINDOW) {
      throw TooLarge.forAnyStep(window.size());
    }
    long wanted = Math.max(SMALLEST, Math.max(window.size(), window.moreMayFollow() ? unknown : 0));
    if (outer + wanted > BUDGET) {
      long limit = memoryLimit.getAsLong();
      if (outer + wanted + ALL_ELSE > limit) {
        throw TooLarge.forThisStep(window.size(), outer, limit, outer + wanted + ALL_ELSE);
      }
    }
    // What the decompressor is told has to be a power of two.
    return lease(1L << (Long.SIZE - Long.numberOfLeadingZeros(wanted - 1)));
  }

  private Lease lease(long bytes) {
    int units = (int) (Math.min(bytes, BUDGET) / UNIT);
    free.acquireUninterruptibly(units);
    return new Lease(free, units, bytes);
  }

  /** A need for memory that cannot be met. The message follows a name, the remedy a sentence. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    private TooLarge(String message, String remedy) {
      super(message);
      this.remedy = remedy;
    }

    private static TooLarge forAnyStep(long window) {
      return new TooLarge(
          "needs a zstd window of "
              + mebibytes(window)
              + ", more than "
              + mebibytes(LARGEST_WINDOW),
          "Compress it again with zstd --long=27 or less");
    }

    private static TooLarge dictionary(long bytes) {
      return new TooLarge(
          "needs an xz dictionary of "
              + mebibytes(bytes)
              + ", more than the "
              + mebibytes(LARGEST_DICTIONARY)
              + " for which custody has memory",
          "Compress it again with xz -7 or less");
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

    /**
     * Returns the failure for a later frame whose window is too large, which shows only while
     * unpacking.
     */
    static TooLarge forLaterFrame(long reserved) {
      return new TooLarge(
          "has a zstd frame with a larger window than its first frame, for which custody reserved "
              + mebibytes(reserved),
          "Compress it again as one zstd frame");
    }

    /**
     * Returns the failure for a later block with a larger dictionary than the first, which shows
     * only while unpacking.
     */
    static TooLarge forLaterBlock(long reserved) {
      return new TooLarge(
          "has an xz block with a larger dictionary than its first block, for which custody"
              + " reserved "
              + mebibytes(reserved),
          "Compress it again as one xz stream");
    }

    public String remedy() {
      return remedy;
    }

    private static String mebibytes(long bytes) {
      return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
  }
}
