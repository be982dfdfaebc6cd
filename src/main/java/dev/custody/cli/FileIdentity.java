package dev.custody.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The file that a path names, to find out whether two paths name one file.
 *
 * @param place the path without links and {@code ..}; also of a file that does not exist
 * @param key device and inode; null where there is no file, or the file system has no keys
 * @param size bytes; 0 where there is no file
 * @param modified null where there is no file
 */
record FileIdentity(Path place, @Nullable Object key, long size, @Nullable FileTime modified) {
  /** The number of symbolic links that the kernel follows. */
  private static final int MOST_LINKS = 40;

  /**
   * Returns the file of a path; null for a pipe, a socket, a device or a terminal, which several
   * outputs may share.
   */
  static @Nullable FileIdentity of(Path path) {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.isOther()
          ? null
          : new FileIdentity(
              path.toRealPath(), file.fileKey(), file.size(), file.lastModifiedTime());
    } catch (IOException e) {
      return new FileIdentity(place(path, MOST_LINKS), null, 0, null);
    }
  }

  /** Returns the path without links and {@code ..}; the file need not exist. */
  static Path place(Path path) {
    return place(path, MOST_LINKS);
  }

  /**
   * Whether both are one file. A key alone does not say so, since some network and FUSE file
   * systems give several files one inode number.
   */
  boolean same(FileIdentity other) {
    return place.equals(other.place)
        || (key != null
            && key.equals(other.key)
            && size == other.size
            && modified != null
            && modified.equals(other.modified));
  }

  /** The path below a directory; null if it is not below it. */
  @Nullable Path within(FileIdentity directory) {
    return place.startsWith(directory.place) && !place.equals(directory.place)
        ? directory.place.relativize(place)
        : null;
  }

  /**
   * Resolves a path that does not exist or may not be looked at, as far as its links and
   * directories tell.
   */
  private static Path place(Path path, int links) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    if (parent == null || name == null || links == 0) {
      return path;
    }
    try {
      if (Files.isSymbolicLink(path)) {
        return place(parent.resolve(Files.readSymbolicLink(path)), links - 1);
      }
      return path.toRealPath();
    } catch (IOException e) {
      Path directory = place(parent, links - 1);
      return switch (name.toString()) {
        case "." -> directory;
        case ".." -> directory.getParent() == null ? directory : directory.getParent();
        default -> directory.resolve(name);
      };
    }
  }
}
