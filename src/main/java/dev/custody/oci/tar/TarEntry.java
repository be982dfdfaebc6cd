package dev.custody.oci.tar;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a tar, its extension headers applied.
 *
 * @param rawName as stored
 * @param size bytes of content in the tar; 0 for entries that have none
 * @param header offset of its first header block
 * @param offset where the content starts
 * @param mode permission bits, with setuid, setgid and sticky
 * @param sparse whether the content is a sparse map and its pieces, not the file's bytes
 */
public record TarEntry(
    String rawName,
    Type type,
    long size,
    long header,
    long offset,
    int mode,
    String link,
    boolean sparse) {
  public enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    DEVICE,
    DIRECTORY,
    FIFO,
    OTHER
  }

  /** The name as extraction would use it, without {@code ./} or a leading slash; null: escapes. */
  public @Nullable String name() {
    return clean(rawName);
  }

  /** Where a link leads inside the tar; null when it leads out of it. */
  public @Nullable String target() {
    if (type == Type.HARD_LINK) {
      return clean(link);
    }
    if (link.startsWith("/")) {
      return null;
    }
    int slash = rawName.lastIndexOf('/');
    return clean(slash < 0 ? link : rawName.substring(0, slash + 1) + link);
  }

  /** Lexical cleaning as Go's filepath.Clean does it below a root; null if it climbs out. */
  public static @Nullable String clean(String name) {
    if (isClean(name)) {
      return name;
    }
    StringBuilder clean = new StringBuilder(name.length());
    for (int start = 0; start <= name.length(); ) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      if (end - start == 2 && name.startsWith("..", start)) {
        if (clean.isEmpty()) {
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
