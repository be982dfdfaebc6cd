package dev.custody.cli;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Output paths that name what the process has open already, as {@code /dev/stdout} and a shell's
 * {@code >(command)} do. No other pipe or device is written to.
 */
final class StandardStreams {
  private static final Pattern NAME =
      Pattern.compile("/dev/(null|stdout|stderr|fd/[0-9]+)|/proc/self/fd/[0-9]+");

  private StandardStreams() {}

  static boolean names(String file) {
    return NAME.matcher(file).matches();
  }

  /** Adds to the stream; a file behind it keeps what it has. */
  static void write(String file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(Path.of(file), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      Channels.newOutputStream(channel).write(content);
    }
  }
}
