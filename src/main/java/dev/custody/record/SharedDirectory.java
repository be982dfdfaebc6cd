package dev.custody.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory for the records of all tasks of a run. Tasks may run under different users, so what
 * is made here is open to all of them, whatever the umask: who may reach it at all is up to the
 * volume.
 */
public final class SharedDirectory {
  private static final int ALL = 0777;

  private SharedDirectory() {}

  /**
   * Makes the directory and those above it that are missing; one that exists stays as it is.
   *
   * @throws IOException if one cannot be made, or is there but no directory
   */
  public static void make(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      make(parent);
    }
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Another task was quicker; the mode is its business.
      if (Files.isDirectory(directory)) {
        return;
      }
      throw e;
    }
    if (directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      // Not setPosixFilePermissions, which would clear the setgid bit that hands the group down.
      int mode = (Integer) Files.getAttribute(directory, "unix:mode");
      Files.setAttribute(directory, "unix:mode", (mode & 07777) | ALL);
    }
  }
}
