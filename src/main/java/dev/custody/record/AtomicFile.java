package dev.custody.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file so that a reader sees the old content or the new, never a part: a temporary file in
 * the same directory, forced to disk, then renamed. The mode is 0644 whatever the umask, since
 * another uid must read it.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Replaces {@code target} with {@code content}.
   *
   * @throws IOException if any step failed; then nothing is left behind and {@code target} is
   *     untouched
   */
  public static void write(Path target, byte[] content) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("it is no file name");
    }
    if (Files.isDirectory(target)) {
      throw new IOException("it is a directory, name a file in it");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // A pipe or /dev/stdout: nothing to replace, the reader waits at the other end.
      Files.write(target, content, StandardOpenOption.WRITE);
      return;
    }
    Path name =
        directory.resolve(
            "." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
    try (Temporary temporary = new Temporary(name)) {
      try (FileChannel channel = temporary.create()) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      PosixFileAttributeView view = Files.getFileAttributeView(name, PosixFileAttributeView.class);
      if (view != null) {
        view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
      }
      temporary.moveTo(target);
    }
  }

  /** A file that is moved or gone in the end, also where a signal ends the process. */
  static final class Temporary implements Closeable {
    private final Path path;
    private final Thread atEnd = new Thread(this::end, "remove-temporary");
    private boolean there;
    private boolean ended;

    /**
     * Nothing is created yet.
     *
     * @throws IOException if the process is being ended
     */
    Temporary(Path path) throws IOException {
      this.path = path;
      try {
        Runtime.getRuntime().addShutdownHook(atEnd);
      } catch (IllegalStateException e) {
        throw new IOException("custody is being ended", e);
      }
    }

    synchronized FileChannel create() throws IOException {
      if (ended) {
        // Nobody would remove it.
        throw new IOException("custody is being ended");
      }
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      there = true;
      return channel;
    }

    synchronized void moveTo(Path target) throws IOException {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      there = false;
    }

    /** What a signal does, while the thread that writes goes on. */
    synchronized void end() {
      ended = true;
      try {
        delete();
      } catch (IOException e) {
        // Nobody is left to be told.
      }
    }

    private synchronized void delete() throws IOException {
      if (there) {
        Files.deleteIfExists(path);
        there = false;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        Runtime.getRuntime().removeShutdownHook(atEnd);
      } catch (IllegalStateException e) {
        // It runs, or has run.
      }
      delete();
    }
  }
}
