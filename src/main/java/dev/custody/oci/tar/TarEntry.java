package dev.custody.oci.tar;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a tar, its extension headers applied.
 *
 * @param rawName as stored
 * @param size bytes of content in the tar; 0 for entries that have none
 * @param header offset of its first header block
 * @param offset where the content starts
 * @param mode permission bits, with setuid, setgid and sticky, and the type bits where stored
 * @param sparse whether the content is a sparse map and its pieces, not the file's bytes
 * @param flag the type flag as stored
 * @param attribute an extended attribute that not everybody can set, or nobody; null if none
 * @param ambiguity what another reader could make of it; null where all agree
 */
public record TarEntry(
    String rawName,
    Type type,
    long size,
    long header,
    long offset,
    int mode,
    String link,
    boolean sparse,
    char flag,
    @Nullable String attribute,
    @Nullable Ambiguity ambiguity) {
  public enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    DEVICE,
    DIRECTORY,
    FIFO,
    /** A pax global header, which Go shows as an entry of its own. */
    GLOBAL,
    /** A type that nobody extracts. */
    OTHER
  }

  /** The name as extraction would use it, without {@code ./} or a leading slash; null: escapes. */
  public @Nullable String name() {
    return clean(rawName);
  }

  /** Returns the path inside the tar to which a link leads; null if it leads out of the tar. */
  public @Nullable String target() {
    if (type == Type.HARD_LINK) {
      return clean(below(link));
    }
    if (link.startsWith("/")) {
      return null;
    }
    int slash = rawName.lastIndexOf('/');
    return clean(slash < 0 ? link : rawName.substring(0, slash + 1) + link);
  }

  /** A path without its leading slashes, as when it is joined to a directory. */
  static String below(String path) {
    int at = 0;
    while (at < path.length() && path.charAt(at) == '/') {
      at++;
    }
    return path.substring(at);
  }

  /**
   * Lexical cleaning as Go's filepath.Clean does it, taken below a root; null if it climbs out. The
   * parent of {@code /} is {@code /}, so that {@code /../a} is {@code a}.
   */
  public static @Nullable String clean(String name) {
    if (isClean(name)) {
      return name;
    }
    boolean absolute = name.startsWith("/");
    StringBuilder clean = new StringBuilder(name.length());
    for (int start = 0; start <= name.length(); ) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      if (end - start == 2 && name.startsWith("..", start)) {
        if (clean.isEmpty() && !absolute) {
          return null;
        }
        clean.setLength(Math.max(0, clean.lastIndexOf("/")));
      } else if (end - start > 1 || (end > start && name.charAt(start) != '.')) {
        clean.append(clean.isEmpty() ? "" : "/").append(name, start, end);
      }
      start = end + 1;
    }
    return clean.toString();
  }

  /** Most names are clean already: no part is empty or starts with a dot. */
  private static boolean isClean(String name) {
    int slash = -1;
    do {
      int part = slash + 1;
      if (part == name.length() || name.charAt(part) == '/' || name.charAt(part) == '.') {
        return false;
      }
      slash = name.indexOf('/', part);
    } while (slash >= 0);
    return true;
  }
}
