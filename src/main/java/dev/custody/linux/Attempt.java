package dev.custody.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One attempt to open a path and to read its first byte or entry, each with its own outcome. */
record Attempt(Outcome open, Outcome read) {
  private static final Outcome SUCCEEDED = new Outcome.Succeeded();

  /** Returns an attempt in which nothing was tried. */
  static Attempt none(String reason) {
    return new Attempt(new Outcome.NotAttempted(reason), new Outcome.NotAttempted(reason));
  }

  /** Returns an attempt whose open failed, so that nothing was read. */
  static Attempt unopened(Outcome.Failed open) {
    return new Attempt(open, new Outcome.NotAttempted("open failed"));
  }

  /** Opens a directory and reads its first entry. */
  static Attempt directory(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return new Attempt(SUCCEEDED, firstEntry(entries));
    } catch (IOException failed) {
      return unopened(Errno.failed(failed));
    }
  }

  private static Outcome firstEntry(DirectoryStream<Path> entries) {
    try {
      boolean _ = entries.iterator().hasNext();
      return SUCCEEDED;
    } catch (DirectoryIteratorException failed) {
      IOException cause = failed.getCause();
      return cause == null
          ? new Outcome.Failed(Errno.UNKNOWN, failed.toString())
          : Errno.failed(cause);
    }
  }

  /** Opens a regular file and reads its first byte; reading an empty file succeeds. */
  static Attempt file(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return new Attempt(SUCCEEDED, firstByte(channel));
    } catch (IOException failed) {
      return unopened(Errno.failed(failed));
    }
  }

  private static Outcome firstByte(SeekableByteChannel channel) {
    try {
      channel.read(ByteBuffer.allocate(1));
      return SUCCEEDED;
    } catch (IOException failed) {
      return Errno.failed(failed);
    }
  }
}
