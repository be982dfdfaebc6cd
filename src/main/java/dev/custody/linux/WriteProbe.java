package dev.custody.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's answer on whether one file can be written, asked without writing it.
 *
 * @param path the file to be written, or a directory in which one is to be made
 * @param directory the way to that directory, or to the one that holds the file, or to the first
 *     thing on the way that is missing
 * @param existing what is at the path already, links not followed; null if nothing is, if it is a
 *     directory, or if it may not be looked at
 * @param target the file that is there, links followed; null where there is none
 * @param mount that covers the directory; null where mounts are not known
 * @param space left on it
 * @param access what access(2) with the effective ids answers for writing to the directory, or to
 *     the existing file
 * @param attributes of the directory that statx(2) shows: {@code immutable}, {@code append}, {@code
 *     encrypted}
 * @param fileAttributes the same of the existing file
 * @param errno of an attempt that was made and failed; null if none was
 * @param fileSystemErrors that the file system has counted since it was last checked, as ext4 does;
 *     null where that cannot be seen
 */
public record WriteProbe(
    String path,
    PathWalk directory,
    @Nullable FileStatus existing,
    @Nullable Component target,
    @Nullable Mount mount,
    Space space,
    Outcome access,
    List<String> attributes,
    List<String> fileAttributes,
    @Nullable String errno,
    @Nullable Long fileSystemErrors) {
  public WriteProbe {
    attributes = List.copyOf(attributes);
    fileAttributes = List.copyOf(fileAttributes);
  }

  /** Whether it is a pipe, a socket or a device, to which custody writes nothing. */
  public boolean special() {
    FileStatus file = target == null ? existing : target.status();
    return file != null
        && switch (file.type()) {
          case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> true;
          case REGULAR, DIRECTORY, SYMLINK -> false;
        };
  }

  /** Whether nothing speaks against writing. */
  public boolean writable() {
    return errno == null && access instanceof Outcome.Succeeded;
  }

  /** The errno that tells how it fails: of the attempt, else of access(2); null without one. */
  public @Nullable String failure() {
    return errno != null ? errno : access instanceof Outcome.Failed failed ? failed.errno() : null;
  }
}
