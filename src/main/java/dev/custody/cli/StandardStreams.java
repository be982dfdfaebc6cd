package dev.custody.cli;

import dev.custody.linux.Errno;
import dev.custody.linux.OutputFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Output paths that name what the process has open already, as {@code /dev/stdout} and a shell's
 * {@code >(command)} do. They are written through that descriptor: opened anew by its path, a file
 * of another user would be refused, and a socket always. No other pipe or device is written to.
 */
final class StandardStreams {
  private static final String NOWHERE = "/dev/null";
  private static final Pattern NAME =
      Pattern.compile("/dev/(?:null|stdout|stderr|fd/([0-9]{1,6}))|/proc/self/fd/([0-9]{1,6})");

  private StandardStreams() {}

  static boolean names(String file) {
    return NAME.matcher(file).matches();
  }

  /** Adds to the stream; a file behind it keeps what it has. */
  static void write(String file, byte[] content) throws IOException {
    if (!file.equals(NOWHERE)) {
      OutputFile.write(descriptor(file), content);
    }
  }

  /** Whether the reader of standard output is gone, asked after a failed write by another one. */
  static boolean outputIsClosedPipe() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return false;
    } catch (IOException e) {
      return Errno.nameOf(e.getMessage()).equals("EPIPE");
    }
  }

  private static int descriptor(String file) {
    Matcher matcher = NAME.matcher(file);
    if (file.equals("/dev/stdout") || !matcher.matches()) {
      return 1;
    }
    return file.equals("/dev/stderr")
        ? 2
        : Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }
}
