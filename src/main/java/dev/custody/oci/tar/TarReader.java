package dev.custody.oci.tar;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks the headers of a tar (POSIX ustar and pax, GNU, V7) and passes over the content. Sizes in
 * headers are claims: nothing is allocated by them but extension headers, which are bounded.
 *
 * <p>Written here rather than taken from a library because every failure must name its offset, the
 * same walk must serve files and streams, and a file's content must not be touched.
 */
public final class TarReader {
  /** Where Go's archive/tar draws the line for one extension header, and so skopeo. */
  private static final int EXTENSION_LIMIT = 1 << 20;

  /** What the first bytes of a cut archive look like. */
  private static final Pattern FIRST_NAME =
      Pattern.compile("(\\./)?(blobs|oci-layout|index\\.json|manifest\\.json)\\S*");

  private final TarSource source;
  private final String file;
  private final long headerLimit;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private long headers;
  private @Nullable TarEntry current;
  private End end = End.NOT_REACHED;

  /** How the walk ended. */
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
    this.file = file;
    this.headerLimit = headerLimit;
  }

  public End end() {
    return end;
  }

  /** How many bytes of the tar have been passed. */
  public long position() {
    return source.position();
  }

  /** The next entry; null at the end. */
  public @Nullable TarEntry next() throws IOException, UnreadableArchive {
    finishEntry();
    Pax pax = Pax.NONE;
    String longName = null;
    String longLink = null;
    boolean extended = false;
    while (true) {
      long at = source.position();
      TarHeader header = header(at, !extended);
      if (header == null) {
        return null;
      }
      switch (header.type()) {
        case 'x', 'X' -> pax = pax(header, at);
        case 'g' -> extension(header, at);
        case 'L' -> longName = longText(header, at);
        case 'K' -> longLink = longText(header, at);
        default -> {
          current = entry(header, at, pax, longName, longLink);
          return current;
        }
      }
      extended = true;
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

  /** Passes over what is left of the current entry; fails if the tar ends in it. */
  public void finishEntry() throws IOException, UnreadableArchive {
    TarEntry entry = current;
    if (entry == null) {
      return;
    }
    long contentEnd = entry.offset() + entry.size();
    source.skip(contentEnd - source.position());
    if (source.position() < contentEnd) {
      throw cut(
          "entry " + Quoted.of(entry.rawName()),
          "promises "
              + entry.size()
              + " bytes from offset "
              + entry.offset()
              + ", but the data ends at "
              + source.position());
    }
    source.skip(padding(entry.size()));
    current = null;
  }

  private @Nullable TarHeader header(long at, boolean mayEnd)
      throws IOException, UnreadableArchive {
    if (++headers > headerLimit) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          "offset " + at,
          file
              + " holds more than "
              + headerLimit
              + " tar headers, which no image needs; make the archive again with skopeo copy.");
    }
    int n = source.read(block, 0, block.length);
    if (n == 0 && mayEnd) {
      end = End.NO_MARKER;
      return null;
    }
    if (n < block.length) {
      throw at == 0
              && looksLikeText(block, n)
              && !FIRST_NAME.matcher(TarHeader.text(block, 0, n)).matches()
          ? notATar("text: " + Quoted.of(TarHeader.text(block, 0, Math.min(n, 40)).strip()))
          : cut(
              "offset " + at,
              "ends at " + (at + n) + ", inside the header that starts at offset " + at);
    }
    if (TarHeader.isZero(block)) {
      return endOfArchive(at);
    }
    TarHeader header = TarHeader.decode(block);
    if (header == null) {
      throw at == 0
          ? notATar(
              looksLikeText(block, block.length)
                  ? "text: " + Quoted.of(TarHeader.text(block, 0, 40).strip())
                  : "bytes that are no tar header")
          : new UnreadableArchive(
              Kind.MALFORMED,
              "offset " + at,
              file
                  + " has no valid tar header at offset "
                  + at
                  + " (the checksum does not fit); the file was damaged or overwritten there:"
                  + " export the image again.");
    }
    return header;
  }

  private @Nullable TarHeader endOfArchive(long at) throws IOException, UnreadableArchive {
    int n = source.read(block, 0, block.length);
    if (n == block.length && !TarHeader.isZero(block)) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          "offset " + at,
          file
              + " has one zero block at offset "
              + at
              + " with data after it, where a tar has either a header or two zero blocks:"
              + " export the image again.");
    }
    end = n == block.length ? End.MARKER : End.HALF_MARKER;
    return null;
  }

  private TarEntry entry(
      TarHeader header, long at, Pax pax, @Nullable String longName, @Nullable String longLink)
      throws IOException, UnreadableArchive {
    String name = pax.path() != null ? pax.path() : longName != null ? longName : header.name();
    String link = pax.link() != null ? pax.link() : longLink != null ? longLink : header.link();
    TarEntry.Type type = type(header.type(), name);
    boolean hasContent = type == TarEntry.Type.FILE || type == TarEntry.Type.OTHER;
    long size = !hasContent ? 0 : pax.size() != null ? pax.size() : header.size();
    boolean oldSparse = header.type() == 'S';
    if (oldSparse && header.moreSparse()) {
      passSparseMap(at);
    }
    long offset = source.position();
    if (size > Long.MAX_VALUE - offset - TarHeader.BLOCK) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          "offset " + at,
          file
              + " has a header at offset "
              + at
              + " that claims "
              + size
              + " bytes of content:"
              + " export the image again.");
    }
    return new TarEntry(
        name, type, size, at, offset, header.mode(), link, oldSparse || pax.sparse());
  }

  private static TarEntry.Type type(char flag, String name) {
    return switch (flag) {
      case '0', '\0', '7', 'S' ->
          flag == '\0' && name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3', '4' -> TarEntry.Type.DEVICE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      default -> TarEntry.Type.OTHER;
    };
  }

  /** GNU's old sparse format continues its map in blocks after the header. */
  private void passSparseMap(long at) throws IOException, UnreadableArchive {
    do {
      if (++headers > headerLimit || source.read(block, 0, block.length) < block.length) {
        throw cut("offset " + at, "ends inside the sparse map of the header at offset " + at);
      }
    } while (block[504] != 0);
  }

  private Pax pax(TarHeader header, long at) throws IOException, UnreadableArchive {
    Pax pax = Pax.parse(extension(header, at));
    if (pax == null) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          "offset " + at,
          file
              + " has a PAX header at offset "
              + at
              + " whose records cannot be read:"
              + " export the image again.");
    }
    return pax;
  }

  private String longText(TarHeader header, long at) throws IOException, UnreadableArchive {
    byte[] bytes = extension(header, at);
    return TarHeader.text(bytes, 0, bytes.length);
  }

  private byte[] extension(TarHeader header, long at) throws IOException, UnreadableArchive {
    if (header.size() > EXTENSION_LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          "offset " + at,
          file
              + " has an extension header of "
              + header.size()
              + " bytes at offset "
              + at
              + "; more than "
              + EXTENSION_LIMIT
              + " is refused, as skopeo does: export the image again.");
    }
    byte[] bytes = new byte[(int) header.size()];
    int n = source.read(bytes, 0, bytes.length);
    if (n < bytes.length) {
      throw cut("offset " + at, "ends inside the extension header at offset " + at);
    }
    source.skip(padding(header.size()));
    return bytes;
  }

  private UnreadableArchive cut(String place, String how) {
    return new UnreadableArchive(
        Kind.TRUNCATED,
        place,
        file
            + " is cut short: "
            + (place.startsWith("entry") ? place + " " : "it ")
            + how
            + ". Wait until its writer has finished, or export the image again.");
  }

  private UnreadableArchive notATar(String found) {
    return new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE,
        "offset 0",
        file
            + " is not an image archive: it starts with "
            + found
            + ". Give the tar that skopeo copy or buildah push wrote, or an image layout"
            + " directory.");
  }

  private static boolean looksLikeText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int c = bytes[i] & 0xff;
      if (c == 0x7f || (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')) {
        return false;
      }
    }
    return true;
  }

  private static long padding(long size) {
    return -size & (TarHeader.BLOCK - 1);
  }
}
