package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells which directories can be listed. */
public final class Directories {
  private Directories() {}

  /**
   * The same path. The JDK opens whatever has the name of a directory to be listed, so a named pipe
   * that another task put there would wait for its writer for ever, and a device would be opened.
   *
   * @throws NotDirectoryException if something else has the name, links followed
   */
  public static Path require(Path directory) throws IOException {
    if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    return directory;
  }
}
