package dev.custody.oci.tar;

import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarHeader.BadHeader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of this package: walks the headers of a tar (POSIX ustar and pax, GNU, star, V7)
 * and passes over the content. It reads each header as Go's archive/tar does, because skopeo,
 * podman and buildah read by that, and says of each entry what else it could be taken for. Go 1.19
 * and the newest differ in one thing only: since 1.25.2 a sparse map of more than 1 MiB is refused,
 * so it is here. Sizes in headers are claims: nothing is allocated by them but extension headers,
 * which are bounded.
 *
 * <p>The walk is ours because none of commons-compress 1.28 fits. Held against Go 1.26 on 38 of
 * Go's own archives and 62 hostile ones, an earlier version of this walk gave Go's verdict on 91,
 * its TarArchiveInputStream on 77, its TarFile on 76. The stream reads all of a 9 GiB archive where
 * this reads less than 1 MiB; a pax header of 300 MB takes all memory there and 5,000 chained ones
 * all of the stack, while a million entries in a 64 MB heap are too much for TarFile; and both
 * accept a wrong checksum and a cut header. Neither says where in the file a fault is.
 */
public final class TarReader {
  private final TarSource source;
  private final TarFault fault;
  private final TarBlocks blocks;
  private Extensions extensions = new Extensions();
  private @Nullable Ambiguity lost;
  private @Nullable TarEntry current;

  /** The ways in which the walk can end. */
  public enum End {
    NOT_REACHED,
    /** Two zero blocks. */
    MARKER,
    /** One zero block, then nothing. */
    HALF_MARKER,
    /** The file stops after an entry. */
    NO_MARKER
  }

  /**
   * A walk from the start of the source.
   *
   * @param file what messages call this tar
   * @param headerLimit how many header blocks are read before the walk gives up
   */
  public TarReader(TarSource source, String file, long headerLimit) {
    this.source = source;
    this.fault = new TarFault(file);
    this.blocks = new TarBlocks(source, fault, headerLimit);
  }

  public End end() {
    return blocks.end();
  }

  /** Returns how many bytes of the tar have been passed. */
  public long position() {
    return source.position();
  }

  /** The next entry; null at the end. */
  public @Nullable TarEntry next() throws IOException, UnreadableArchive {
    finishEntry();
    extensions = new Extensions();
    while (true) {
      long at = source.position();
      TarHeader header = blocks.header(at, extensions.any());
      if (header == null) {
        return null;
      }
      if (!isHeaderOnly(header.type()) && header.size() < 0) {
        throw fault.badHeader(at, "its size is negative: " + header.size());
      }
      switch (header.type()) {
        case 'x' -> extensions.pax(pax(header, at));
        case 'L' -> extensions.longName(longText(header, at));
        case 'K' -> extensions.longLink(longText(header, at));
        case 'g' -> {
          current = global(header, at);
          return current;
        }
        default -> {
          current = entry(header, at);
          return current;
        }
      }
    }
  }

  /** The current entry's content; ends early where the tar does. */
  public InputStream content() {
    TarEntry entry = current;
    if (entry == null) {
      throw new IllegalStateException("no current entry");
    }
    return new EntryStream(source, entry.offset() + entry.size());
  }

  /** Skips the rest of the current entry; fails if the tar ends in it. */
  public void finishEntry() throws IOException, UnreadableArchive {
    TarEntry entry = current;
    if (entry == null) {
      return;
    }
    long contentEnd = entry.offset() + entry.size();
    source.skip(contentEnd - source.position());
    if (source.position() < contentEnd) {
      throw fault.cutEntry(
          entry.rawName(),
          "promises "
              + entry.size()
              + " bytes from offset "
              + entry.offset()
              + ", but the data ends at "
              + source.position());
    }
    source.skip(TarBlocks.padding(entry.size()));
    current = null;
  }

  /**
   * Returns a global header as an entry, as Go does, which forgets the extension headers in front
   * of it.
   */
  private TarEntry global(TarHeader header, long at) throws IOException, UnreadableArchive {
    Pax pax = pax(header, at);
    if (lost == null) {
      lost =
          extensions.lost(
              "follows a global header that has extension headers in front of it: skopeo (Go)"
                  + " forgets them, other readers apply them");
    }
    String name = pax.path() == null ? header.name() : pax.path();
    Ambiguity ambiguity =
        pax.says() || !pax.repeated().isEmpty()
            ? new Ambiguity(
                List.of(header.name(), name),
                true,
                "is a global header that sets a path, a size or a link for all entries after it:"
                    + " skopeo (Go) does not apply it, other readers do")
            : header.otherName();
    return new TarEntry(
        name,
        TarEntry.Type.GLOBAL,
        0,
        at,
        source.position(),
        header.mode(),
        "",
        false,
        'g',
        null,
        ambiguity);
  }

  private TarEntry entry(TarHeader header, long at) throws IOException, UnreadableArchive {
    Pax pax = extensions.pax();
    if (pax.badNumber() != null) {
      throw fault.malformed(
          at, "has a PAX header for the entry at offset " + at + " whose " + pax.badNumber());
    }
    String name = extensions.name(header);
    char flag = header.type() == 0 ? (name.endsWith("/") ? '5' : '0') : header.type();
    long claimed = extensions.size(header);
    long size = isHeaderOnly(flag) ? 0 : claimed;
    long offset = source.position();
    if (size < 0 || size > Long.MAX_VALUE - offset - 2 * TarHeader.BLOCK) {
      throw fault.malformed(
          at, "has a header at offset " + at + " that claims " + size + " bytes of content");
    }
    boolean sparse = sparse(header, flag, at, claimed, offset + size);
    if (flag == 'S') {
      offset = source.position();
    } else if (sparse && !pax.sparse("name").isEmpty()) {
      name = pax.sparse("name");
    }
    Ambiguity ambiguity = extensions.ambiguity(header, name, sparse);
    if (ambiguity == null && header.type() == '0' && name.endsWith("/")) {
      ambiguity =
          new Ambiguity(
              List.of(),
              false,
              "is a file whose name ends in a slash: containers/storage makes a file of it, GNU"
                  + " tar a directory");
    }
    Ambiguity before = lost;
    lost = null;
    return new TarEntry(
        name,
        type(flag),
        size,
        at,
        offset,
        header.mode(),
        extensions.link(header),
        sparse,
        header.type(),
        pax.attribute(),
        ambiguity == null ? before : ambiguity);
  }

  /**
   * Whether the entry is a sparse file; reads its map, which may lie in blocks after the header.
   */
  private boolean sparse(TarHeader header, char flag, long at, long size, long contentEnd)
      throws IOException, UnreadableArchive {
    try {
      if (flag == 'S') {
        if (header.format() != TarHeader.Format.GNU) {
          throw new BadHeader("it belongs to a sparse file, but is not a GNU header");
        }
        SparseMap.old(blocks.last(), () -> blocks.mapBlock(at, Long.MAX_VALUE));
        return true;
      }
      boolean sparse = SparseMap.pax(extensions.pax(), size, () -> blocks.mapBlock(at, contentEnd));
      if (sparse && isHeaderOnly(flag)) {
        throw new BadHeader(
            "it belongs to a sparse file, but its type '" + flag + "' has no content");
      }
      return sparse;
    } catch (BadHeader e) {
      throw fault.badHeader(at, e.why());
    } catch (SparseMap.TooLong e) {
      throw fault.tooLarge(
          at,
          "has a sparse file at offset "
              + at
              + " whose map is larger than "
              + SparseMap.LIMIT
              + " bytes, which skopeo built with Go 1.25.2 or newer refuses");
    }
  }

  private static TarEntry.Type type(char flag) {
    return switch (flag) {
      case '0', 'S' -> TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3', '4' -> TarEntry.Type.DEVICE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      default -> TarEntry.Type.OTHER;
    };
  }

  /** Whether entries of a type have no content, whatever their size says. */
  private static boolean isHeaderOnly(char flag) {
    return flag >= '1' && flag <= '6';
  }

  private Pax pax(TarHeader header, long at) throws IOException, UnreadableArchive {
    try {
      return Pax.parse(blocks.extension(header, at));
    } catch (Pax.BadPax e) {
      throw fault.malformed(
          at, "has a PAX header at offset " + at + " that cannot be read: " + e.why());
    }
  }

  private String longText(TarHeader header, long at) throws IOException, UnreadableArchive {
    byte[] bytes = blocks.extension(header, at);
    return TarFields.text(bytes, 0, bytes.length);
  }
}
