package dev.custody.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens directories to list them. The JDK opens whatever has the name, so a named pipe that another
 * task put there would wait for its writer for ever, and a device would be opened.
 */
public final class Directories {
  private Directories() {}

  /**
   * All entries.
   *
   * @throws NotDirectoryException if something else has the name, links followed
   */
  public static DirectoryStream<Path> open(Path directory) throws IOException {
    return Files.newDirectoryStream(checked(directory));
  }

  /** The entries that match a glob; else as above. */
  public static DirectoryStream<Path> open(Path directory, String glob) throws IOException {
    return Files.newDirectoryStream(checked(directory), glob);
  }

  private static Path checked(Path directory) throws IOException {
    if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    return directory;
  }
}
