package dev.custody.oci.read;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.UnpackingLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/** Recognises the compression of an archive or a layer, and decompresses it, as skopeo does. */
public final class Decompression {
  /** The number of first bytes that are enough to tell the form and the memory it needs. */
  public static final int HEADER = 64;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private Decompression() {}

  /**
   * Returns the compression that the first bytes show. The magic numbers are those of
   * containers/storage (pkg/archive/archive.go, DetectCompression) and containers/image
   * (pkg/compression), none of which begins another: whatever starts otherwise, a skippable zstd
   * frame too, is read there as a plain tar.
   */
  public static Compression of(byte[] start) {
    return startsWith(start, GZIP)
        ? Compression.GZIP
        : startsWith(start, BZIP2)
            ? Compression.BZIP2
            : startsWith(start, XZ)
                ? Compression.XZ
                : startsWith(start, ZSTD) ? Compression.ZSTD : Compression.NONE;
  }

  private static boolean startsWith(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  /**
   * The decompressed stream. It fails with an {@link OutputLimit} once more than {@code most} comes
   * out, with {@link TrailingData} where the compressed data ends and something else follows, and
   * with {@link CorruptData} where it is damaged.
   *
   * @param memory what the decompressor may use; must stay taken until the stream is closed
   */
  public static InputStream open(
      Compression compression,
      InputStream compressed,
      DecompressionMemory.Lease memory,
      UnpackingLimits.Most most)
      throws IOException {
    return switch (compression) {
      case NONE -> compressed;
      case GZIP, BZIP2, XZ ->
          new CountedOutput(new MemberStream(compression, compressed, memory), most);
      case ZSTD -> new CountedOutput(ZstdStream.open(compressed, memory), most);
    };
  }

  /** The data unpacked to more than is allowed. */
  public static final class OutputLimit extends IOException {
    private static final long serialVersionUID = 1;

    public OutputLimit(UnpackingLimits.Most most) {
      super("unpacks to more than " + most.words());
    }
  }

  /** The compressed data is damaged. */
  public static final class CorruptData extends IOException {
    private static final long serialVersionUID = 1;

    CorruptData(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The compressed data is whole, and other bytes follow it. */
  public static final class TrailingData extends IOException {
    private static final long serialVersionUID = 1;

    TrailingData(Compression compression) {
      super(
          "is followed, after its "
              + words(compression)
              + " data, by bytes that are not part of it");
    }
  }

  /** A kind that Go's decompressors do not read. */
  public static final class UnsupportedFormat extends IOException {
    private static final long serialVersionUID = 1;

    UnsupportedFormat(Compression compression, String why) {
      super("is " + words(compression) + " data that skopeo cannot read: " + why);
    }
  }

  /** The zstd library, which is native code, could not be loaded. */
  public static final class NoZstdLibrary extends IOException {
    private static final long serialVersionUID = 1;

    NoZstdLibrary(LinkageError cause) {
      super(
          "the zstd library could not be loaded (it needs a writable java.io.tmpdir, or"
              + " -DZstdNativePath)",
          cause);
    }
  }

  /** The same stream, but trailing data ends it: for callers that have already reported it. */
  public static InputStream endingAtTrailingData(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        try {
          return super.read(target, offset, length);
        } catch (TrailingData e) {
          return -1;
        }
      }
    };
  }

  /**
   * Whether zstd data begins with a skippable frame (RFC 8878, 3.1.2). zstd and containerd know it
   * as zstd; skopeo, podman and buildah take it for an uncompressed tar.
   */
  public static boolean isSkippableZstdFrame(byte[] start) {
    return start.length >= 4
        && (start[0] & 0xf0) == 0x50
        && start[1] == 0x2a
        && start[2] == 0x4d
        && start[3] == 0x18;
  }

  static String words(Compression compression) {
    return compression.name().toLowerCase(Locale.ROOT);
  }

  /** A stream that fails once more than the allowed bytes have been unpacked. */
  private static final class CountedOutput extends FilterInputStream {
    private final UnpackingLimits.Most most;
    private long count;

    CountedOutput(InputStream in, UnpackingLimits.Most most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = in.read(target, offset, length);
      if (n > 0 && (count += n) > most.bytes()) {
        throw new OutputLimit(most);
      }
      return n;
    }
  }
}
