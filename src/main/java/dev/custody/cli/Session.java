package dev.custody.cli;

import dev.custody.linux.Host;
import dev.custody.record.RecordFile;
import dev.custody.record.UnreadableRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The environment, streams, clock and file system that a command sees.
 *
 * @param environment variables of the process
 * @param in standard input
 * @param host asked only by commands that observe
 */
record Session(
    Map<String, String> environment,
    InputStream in,
    FileSystem files,
    Supplier<Host> host,
    Clock clock) {
  Session {
    environment = Map.copyOf(environment);
  }

  /**
   * A path argument, made absolute; {@code ..} is left to the kernel, since links come before it.
   */
  Path path(String argument) {
    return files.getPath(argument).toAbsolutePath();
  }

  /** Whether its files are the kernel's; a test's own are not reached by the C library. */
  boolean onSystem() {
    return files.equals(FileSystems.getDefault());
  }

  /** Whether standard error is a terminal: proc(5), {@code /proc/self/fd}. */
  boolean errorIsTerminal() {
    try {
      String target = Files.readSymbolicLink(files.getPath("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** A record argument: a file, or {@code -} for standard input. */
  RecordFile.Loaded record(String argument) throws UnreadableRecordException {
    return argument.equals("-")
        ? RecordFile.read(in, "standard input")
        : RecordFile.read(path(argument));
  }
}
