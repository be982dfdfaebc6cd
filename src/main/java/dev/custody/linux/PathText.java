package dev.custody.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** The text of a path, as a record may have it. */
final class PathText {
  private PathText() {}

  /**
   * Refuses what names no file of Linux: text with a NUL, which ends a path (path_resolution(7)),
   * and text that is no Unicode.
   *
   * @throws IllegalArgumentException that says so
   */
  static void require(@Nullable String path) {
    if (path != null
        && (path.indexOf('\0') >= 0 || !path.equals(new String(path.getBytes(UTF_8), UTF_8)))) {
      throw new IllegalArgumentException("a path with a NUL or half a character in it");
    }
  }
}
