package dev.custody.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that somebody named to be read. A named pipe may never get a writer and a device may have
 * no end, so neither is opened. What the process has open already is read whatever it is, as in a
 * shell's {@code <(command)}.
 */
public final class InputFile {
  private static final Pattern OPEN_ALREADY = Pattern.compile("/dev/(stdin|fd/[0-9]+)");

  private InputFile() {}

  /**
   * Opens it.
   *
   * @throws IOException also for what is not opened, with the reason
   */
  public static InputStream open(Path file, OpenOption... options) throws IOException {
    if (Files.exists(file)
        && !Files.isRegularFile(file)
        && !OPEN_ALREADY.matcher(file.toString()).matches()) {
      throw new FileSystemException(
          file.toString(),
          null,
          Files.isDirectory(file)
              ? "it is a directory; name a file"
              : "it is a named pipe, a socket or a device, which is not opened; name a file, or -"
                  + " for standard input");
    }
    return Files.newInputStream(file, options);
  }
}
