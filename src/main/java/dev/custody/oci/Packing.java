package dev.custody.oci;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.custody.oci.ArchiveEvidence.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Recognises and undoes compression, of a whole archive or of one layer. */
final class Packing {
  /**
   * Largest zstd window, as a power of two: 64 MiB, which {@code zstd --ultra -22} needs 128 of.
   */
  private static final int ZSTD_WINDOW_LOG = 27;

  /** deflate cannot exceed 1032 : 1; what unpacks to more is a bomb or not worth the wait. */
  private static final long MOST_RATIO = 1100;

  private static final long ALWAYS_ALLOWED = 1L << 30;

  private Packing() {}

  /** What the first bytes say (RFC 1952; RFC 8878, also its skippable frames). */
  static Compression of(byte[] start, int length) {
    if (length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
      return Compression.GZIP;
    }
    if (length >= 4
        && (start[0] == 0x28 || (start[0] & 0xf0) == 0x50)
        && start[1] == (start[0] == 0x28 ? (byte) 0xb5 : 0x2a)
        && start[2] == (start[0] == 0x28 ? 0x2f : 0x4d)
        && start[3] == (start[0] == 0x28 ? (byte) 0xfd : 0x18)) {
      return Compression.ZSTD;
    }
    return Compression.NONE;
  }

  /**
   * The unpacked stream. It fails with an {@link OutputLimit} once more comes out than {@code
   * packedSize} bytes can honestly hold.
   *
   * @param packed must tell the rest of its bytes by {@code available}, for gzip's several members
   */
  static InputStream open(Compression compression, InputStream packed, long packedSize)
      throws IOException {
    return switch (compression) {
      case NONE -> packed;
      case GZIP -> limited(new GZIPInputStream(packed, Reads.BUFFER), packedSize);
      case ZSTD -> limited(zstd(packed), packedSize);
    };
  }

  private static InputStream zstd(InputStream packed) throws IOException {
    try {
      return new ZstdInputStreamNoFinalizer(packed).setLongMax(ZSTD_WINDOW_LOG);
    } catch (LinkageError e) {
      throw new IOException(
          "the zstd library could not be loaded (it needs a writable java.io.tmpdir, or"
              + " -DZstdNativePath)",
          e);
    }
  }

  private static InputStream limited(InputStream in, long packedSize) {
    long most =
        packedSize > (Long.MAX_VALUE - ALWAYS_ALLOWED) / MOST_RATIO
            ? Long.MAX_VALUE
            : ALWAYS_ALLOWED + packedSize * MOST_RATIO;
    return new LimitedStream(in, most);
  }

  /** More came out than is honest. */
  static final class OutputLimit extends IOException {
    private static final long serialVersionUID = 1;

    OutputLimit(long limit) {
      super("unpacks to more than " + limit + " bytes, 1,100 times its size and 1 GiB");
    }
  }

  private static final class LimitedStream extends InputStream {
    private final InputStream in;
    private final long limit;
    private long count;

    LimitedStream(InputStream in, long limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = in.read(target, offset, length);
      if (n > 0 && (count += n) > limit) {
        throw new OutputLimit(limit);
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
