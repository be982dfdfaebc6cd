package dev.custody.oci.read;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** zstd data, decompressed; tells data that is cut short from data that is damaged. */
final class ZstdStream extends FilterInputStream {
  private final Source source;
  private final DecompressionMemory.Lease memory;

  private ZstdStream(InputStream zstd, Source source, DecompressionMemory.Lease memory) {
    super(zstd);
    this.source = source;
    this.memory = memory;
  }

  static InputStream open(InputStream compressed, DecompressionMemory.Lease memory)
      throws IOException {
    Source source = new Source(compressed);
    try {
      ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(source);
      zstd.setLongMax(memory.windowLog());
      return new ZstdStream(zstd, source, memory);
    } catch (LinkageError e) {
      throw new Decompression.NoZstdLibrary(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (ZstdIOException e) {
      if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
        throw DecompressionMemory.TooLarge.forLaterFrame(memory.bytes());
      }
      // The decoder asks for more only where a frame is not finished.
      throw source.ended ? new EOFException(e.getMessage()) : new Decompression.CorruptData(e);
    }
  }

  /** The compressed bytes; knows whether the decoder asked for more than there is. */
  private static final class Source extends FilterInputStream {
    private boolean ended;

    Source(InputStream compressed) {
      super(compressed);
    }

    @Override
    public int read() throws IOException {
      int n = in.read();
      ended |= n < 0;
      return n;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = in.read(target, offset, length);
      ended |= n < 0;
      return n;
    }
  }
}
