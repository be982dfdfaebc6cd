package dev.custody.oci.tar;

import dev.custody.oci.Quoted;
import dev.custody.oci.tar.Tree.Directory;
import dev.custody.oci.tar.Tree.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether only root can unpack a tar and read the image from it, as tried with skopeo
 * 1.9.3: another user may not give a directory away, and is bound by the modes of the unpacked
 * files.
 */
final class RootOnly {
  /** The mode bits for the owner of a file. */
  private static final int READ = 0400;

  private static final int ENTER = 0100;
  private static final int WRITE_AND_ENTER = 0300;

  private @Nullable String reason;

  /**
   * Checks one entry before it is extracted.
   *
   * @param implied whether a directory of it has no entry before it
   */
  void entry(TarEntry entry, Place place, boolean implied) {
    if (implied) {
      because(
          Quoted.of(entry.rawName())
              + " is in a directory that has no entry before it, which skopeo makes and gives to"
              + " root");
    } else if ((place.directory().mode & WRITE_AND_ENTER) != WRITE_AND_ENTER) {
      because(
          "the directory of "
              + Quoted.of(entry.rawName())
              + " has a mode that lets its owner make no files there");
    }
  }

  /**
   * Returns the first reason why only root can; null if every user can.
   *
   * @param left what the extraction leaves, by path
   * @param root its directory
   */
  @Nullable String reason(Map<String, TarEntry> left, Directory root) {
    for (Map.Entry<String, TarEntry> file : left.entrySet()) {
      boolean read = file.getKey().equals("index.json") || file.getKey().startsWith("blobs/");
      TarEntry entry = file.getValue();
      if (reason == null && read && entry.type() == TarEntry.Type.FILE) {
        if ((entry.mode() & READ) == 0) {
          because(Quoted.of(entry.rawName()) + " has a mode that its owner may not read");
        } else if (closed(file.getKey(), root)) {
          because(
              "the directory of "
                  + Quoted.of(entry.rawName())
                  + " has a mode that its owner may not enter");
        }
      }
    }
    return reason;
  }

  /** Whether a directory on the way to a file cannot be entered by its owner. */
  private static boolean closed(String path, Directory root) {
    Directory at = root;
    for (String name : path.split("/", -1)) {
      if ((at.mode & ENTER) == 0) {
        return true;
      }
      if (!(at.children.get(name) instanceof Directory next)) {
        return false;
      }
      at = next;
    }
    return false;
  }

  private void because(String why) {
    reason = reason == null ? why : reason;
  }
}
