package dev.custody.oci.read;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.custody.oci.ArchiveFile.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Recognises and undoes compression, of a whole archive or of one layer. */
public final class Decompression {
  private Decompression() {}

  /** What the first bytes say (RFC 1952; RFC 8878, also its skippable frames). */
  public static Compression of(byte[] start, int length) {
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
   * The unpacked stream. It fails with an {@link OutputLimit} once more than {@code most} comes
   * out.
   *
   * @param packed must tell the rest of its bytes by {@code available}, for gzip's several members
   * @param window what zstd may use; must stay taken until the stream is closed
   */
  public static InputStream open(
      Compression compression,
      InputStream packed,
      DecompressionMemory.Lease window,
      UnpackingLimits.Most most)
      throws IOException {
    return switch (compression) {
      case NONE -> packed;
      case GZIP ->
          new LimitedStream(new GZIPInputStream(packed, RandomAccessBytes.BUFFER_SIZE), most);
      case ZSTD -> new LimitedStream(zstd(packed, window), most);
    };
  }

  private static InputStream zstd(InputStream packed, DecompressionMemory.Lease window)
      throws IOException {
    try {
      return new ZstdStream(packed, window);
    } catch (LinkageError e) {
      throw new IOException(
          "the zstd library could not be loaded (it needs a writable java.io.tmpdir, or"
              + " -DZstdNativePath)",
          e);
    }
  }

  /** Tells a frame that needs more memory than was reserved from one that is damaged. */
  private static final class ZstdStream extends ZstdInputStreamNoFinalizer {
    private final DecompressionMemory.Lease window;

    ZstdStream(InputStream packed, DecompressionMemory.Lease window) throws IOException {
      super(packed);
      this.window = window;
      setLongMax(window.log());
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (ZstdIOException e) {
        throw e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
            ? DecompressionMemory.TooLarge.forLaterFrame(window.bytes())
            : e;
      }
    }
  }

  /** More came out than is honest. */
  public static final class OutputLimit extends IOException {
    private static final long serialVersionUID = 1;

    public OutputLimit(UnpackingLimits.Most most) {
      super("unpacks to more than " + most.words());
    }
  }

  private static final class LimitedStream extends InputStream {
    private final InputStream in;
    private final UnpackingLimits.Most most;
    private long count;

    LimitedStream(InputStream in, UnpackingLimits.Most most) {
      this.in = in;
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

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
