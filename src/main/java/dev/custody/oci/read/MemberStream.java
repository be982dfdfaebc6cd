package dev.custody.oci.read;

import dev.custody.oci.ArchiveFile.Compression;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * gzip, bzip2 or xz data of one or more members, one after the other, as Go reads them: what
 * follows a member is another one or the end. (java.util.zip.GZIPInputStream takes anything else
 * for the end, in silence.)
 */
final class MemberStream extends InputStream {
  private final Compression compression;
  private final Source source;
  private final DecompressionMemory.Lease memory;
  private @Nullable InputStream member;
  private boolean first = true;

  MemberStream(Compression compression, InputStream compressed, DecompressionMemory.Lease memory) {
    this.compression = compression;
    this.source = new Source(compressed);
    this.memory = memory;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      while (length > 0) {
        if (member == null && !next()) {
          return -1;
        }
        int n = member == null ? -1 : member.read(target, offset, length);
        if (n > 0) {
          return n;
        }
        member = null;
      }
      return 0;
    } catch (Source.Failure e) {
      throw e.cause;
    } catch (MemoryLimitException e) {
      throw DecompressionMemory.TooLarge.forLaterBlock(memory.bytes());
    } catch (UnsupportedOptionsException e) {
      throw new Decompression.UnsupportedFormat(compression, String.valueOf(e.getMessage()));
    } catch (EOFException | Decompression.TrailingData | Decompression.UnsupportedFormat e) {
      throw e;
    } catch (IOException e) {
      // A decoder that was at the end of its input failed for want of it.
      throw source.ended ? new EOFException(e.getMessage()) : new Decompression.CorruptData(e);
    }
  }

  /** Opens the next member; false at the end. */
  private boolean next() throws IOException {
    byte[] magic = source.peek();
    if (!first && magic.length == 0) {
      return false;
    }
    if (!first && Decompression.of(magic) != compression) {
      int zeros = compression == Compression.XZ ? source.skipZeros() : 0;
      if (zeros > 0 && zeros % 4 == 0) {
        return next();
      }
      throw new Decompression.TrailingData(compression);
    }
    first = false;
    member =
        switch (compression) {
          case GZIP -> {
            source.front(GzipHeader.pass(source));
            yield new GzipCompressorInputStream(source);
          }
          case BZIP2 -> new BZip2CompressorInputStream(source);
          case XZ -> new SingleXZInputStream(source, memory.kibibytes());
          case NONE, ZSTD -> throw new IllegalArgumentException(compression.name());
        };
    return true;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /**
   * The compressed bytes, buffered. It tells a decoder's failure from one of the stream under it,
   * and knows whether a decoder asked for more than there is.
   */
  private static final class Source extends FilterInputStream {
    private static final int MAGIC = 6;

    private boolean ended;
    private byte[] front = {};
    private int passed;

    Source(InputStream compressed) {
      super(new BufferedInputStream(compressed, RandomAccessBytes.BUFFER_SIZE));
    }

    /** A failure that is not the decoder's. */
    private static final class Failure extends IOException {
      private static final long serialVersionUID = 1;

      private final transient IOException cause;

      Failure(IOException cause) {
        super(cause);
        this.cause = cause;
      }
    }

    /** Puts bytes in front of what is left; they are read before anything is marked. */
    void front(byte[] bytes) {
      front = bytes;
      passed = 0;
    }

    byte[] peek() throws IOException {
      try {
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        return magic;
      } catch (IOException e) {
        throw new Failure(e);
      }
    }

    /**
     * Skips zeros that may be xz's stream padding. Returns 0 for none, 4 for a whole number of
     * fours.
     */
    int skipZeros() throws IOException {
      int zeros = 0;
      in.mark(1);
      for (int next = read(); next == 0; next = read()) {
        zeros = zeros % 4 + 1;
        in.mark(1);
      }
      in.reset();
      return zeros;
    }

    @Override
    public int read() throws IOException {
      if (passed < front.length) {
        return front[passed++] & 0xff;
      }
      try {
        int n = in.read();
        ended |= n < 0;
        return n;
      } catch (IOException e) {
        throw new Failure(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (passed < front.length) {
        int n = Math.min(length, front.length - passed);
        System.arraycopy(front, passed, target, offset, n);
        passed += n;
        return n;
      }
      try {
        int n = in.read(target, offset, length);
        ended |= n < 0;
        return n;
      } catch (IOException e) {
        throw new Failure(e);
      }
    }
  }
}
