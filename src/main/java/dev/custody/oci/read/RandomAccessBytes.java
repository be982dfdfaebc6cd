package dev.custody.oci.read;

import dev.custody.oci.PageCache;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file's bytes at any position; positional, so that several threads may read at once. */
public interface RandomAccessBytes extends Closeable {
  /**
   * The size of a read buffer: larger ones were slower when measured, smaller ones cost system
   * calls.
   */
  int BUFFER_SIZE = 256 * 1024;

  /**
   * Reads some bytes at {@code position}, as {@link FileChannel#read(ByteBuffer, long)} does.
   *
   * @return the number read, or -1 at or beyond the end
   */
  int read(ByteBuffer target, long position) throws IOException;

  long size() throws IOException;

  /** One positional read; a failure says where it happened. */
  static int readAt(RandomAccessBytes bytes, long position, ByteBuffer target) throws IOException {
    try {
      return bytes.read(target, position);
    } catch (IOException e) {
      throw new ReadFailure(position, e);
    }
  }

  /** A reader begins at {@code offset}, or crosses a window's border there, and will go on. */
  default void enter(long offset) {}

  /** Whether what is read from now on will be read once more, and so is worth its memory. */
  default void again(boolean again) {}

  /** Opens files; tests count or break the reads here. */
  interface Opener {
    RandomAccessBytes open(Path path) throws IOException;
  }

  /** Whether a file that could be opened before is refused now. */
  private static boolean deniedNow(Path path) {
    try (FileChannel _ = FileChannel.open(path, StandardOpenOption.READ)) {
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      // Some other failure, as the read itself.
      return false;
    }
  }

  /** Opens a file for reading, with advice to the page cache where that can be given. */
  static RandomAccessBytes open(Path path, PageCache cache) throws IOException {
    RandomAccessBytes bytes = open(path);
    PageCache.Pages pages = bytes.size() < 2 * CachedBytes.WINDOW ? null : cache.of(path);
    return pages == null ? bytes : new CachedBytes(bytes, pages);
  }

  /** Opens a file for reading. */
  static RandomAccessBytes open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new RandomAccessBytes() {
      @Override
      public int read(ByteBuffer target, long position) throws IOException {
        try {
          return channel.read(target, position);
        } catch (IOException e) {
          throw deniedNow(path) ? new AccessDeniedException(path.toString()) : e;
        }
      }

      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
