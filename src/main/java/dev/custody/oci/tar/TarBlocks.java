package dev.custody.oci.tar;

import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarHeader.BadHeader;
import dev.custody.oci.tar.TarReader.End;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a tar that are not content: headers, extension headers, sparse maps, the end
 * marker. Both their number and their bytes are bounded.
 */
final class TarBlocks {
  /** The most bytes of one extension header that Go's archive/tar takes, and so skopeo. */
  private static final int EXTENSION_LIMIT = 1 << 20;

  /** Bytes of extension headers for each header that may be read: an entry needs a tenth. */
  private static final int EXTENSION_SHARE = 1024;

  private final TarSource source;
  private final TarFault fault;
  private final long headerLimit;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private long headers;
  private long extensionBytes;
  private End end = End.NOT_REACHED;

  /**
   * The blocks from the start of the source.
   *
   * @param headerLimit how many header blocks are read at the most
   */
  TarBlocks(TarSource source, TarFault fault, long headerLimit) {
    this.source = source;
    this.fault = fault;
    this.headerLimit = headerLimit;
  }

  End end() {
    return end;
  }

  /** The block that was read last; valid until the next is read. */
  byte[] last() {
    return block;
  }

  /**
   * The header that starts at this offset; null at the end of the tar.
   *
   * @param described whether extension headers were read that must belong to an entry
   */
  @Nullable TarHeader header(long at, boolean described) throws IOException, UnreadableArchive {
    if (++headers > headerLimit) {
      throw fault.tooLarge(
          at, "holds more than " + headerLimit + " tar headers, which no image needs");
    }
    int n = source.read(block, 0, block.length);
    if (n == 0) {
      if (described) {
        throw fault.cut(at, "ends at " + at + ", after an extension header and before its entry");
      }
      end = End.NO_MARKER;
      return null;
    }
    if (n < block.length) {
      throw fault.cutHeader(block, n, at);
    }
    if (TarHeader.isZero(block)) {
      endOfArchive(at, described);
      return null;
    }
    try {
      return TarHeader.decode(block);
    } catch (BadHeader e) {
      throw at == 0 ? fault.badFirstHeader(block, e) : fault.badHeader(at, e.why());
    }
  }

  private void endOfArchive(long at, boolean described) throws IOException, UnreadableArchive {
    if (described) {
      throw fault.ambiguous(
          at,
          "has an extension header before its end marker at offset "
              + at
              + ", and no entry to which it belongs: skopeo (Go's archive/tar) skips it, other"
              + " readers refuse the archive");
    }
    int n = source.read(block, 0, block.length);
    if (n == block.length && !TarHeader.isZero(block)) {
      throw fault.malformed(
          at,
          "has one zero block at offset "
              + at
              + " with data after it, where a tar has either a header or two zero blocks");
    }
    if (n > 0 && n < block.length) {
      throw fault.cut(
          at, "ends at " + (at + TarHeader.BLOCK + n) + ", inside the end marker at offset " + at);
    }
    end = n == block.length ? End.MARKER : End.HALF_MARKER;
  }

  /** The content of an extension header. */
  byte[] extension(TarHeader header, long at) throws IOException, UnreadableArchive {
    if (header.size() > EXTENSION_LIMIT) {
      throw fault.tooLarge(
          at,
          "has an extension header of "
              + header.size()
              + " bytes at offset "
              + at
              + "; more than "
              + EXTENSION_LIMIT
              + " is refused, as skopeo does");
    }
    countExtension(at, header.size());
    byte[] bytes = new byte[(int) header.size()];
    int n = source.read(bytes, 0, bytes.length);
    if (n < bytes.length) {
      throw fault.cut(at, "ends inside the extension header at offset " + at);
    }
    source.skip(padding(header.size()));
    return bytes;
  }

  /**
   * A sparse file of 50 GB could be full of extension headers, and keep the walk busy for hours.
   */
  private void countExtension(long at, long bytes) throws UnreadableArchive {
    extensionBytes += bytes;
    if (extensionBytes / EXTENSION_SHARE > headerLimit) {
      throw fault.tooLarge(
          at,
          "holds more than "
              + headerLimit * EXTENSION_SHARE
              + " bytes of extension headers and sparse maps, which no image needs");
    }
  }

  /**
   * The next block of a sparse map.
   *
   * @param limit the offset where the map must end
   */
  byte[] mapBlock(long at, long limit) throws IOException, BadHeader, UnreadableArchive {
    countExtension(at, block.length);
    if (source.position() > limit - block.length
        || source.read(block, 0, block.length) < block.length) {
      throw new BadHeader("its sparse map is cut short");
    }
    return block;
  }

  /** The zeros after content of this size. */
  static long padding(long size) {
    return -size & (TarHeader.BLOCK - 1);
  }
}
