package dev.custody.oci.store;

import dev.custody.oci.Blob;
import dev.custody.oci.read.Workers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of an image in a tar, a packed tar, or a directory. */
public interface BlobStore extends Closeable {
  /** All file names there are, in stored order. */
  Collection<String> names();

  /** The file with that name; null if there is none. */
  @Nullable Blob find(String name);

  /** Whether something that is not a regular file has that name, which is never opened. */
  default boolean special(String name) {
    return false;
  }

  /** A file's bytes, at most {@code limit} of them. */
  byte[] read(Blob blob, int limit) throws IOException;

  /**
   * Reads files from beginning to end, each once, begun in this order where the store can choose. A
   * file that cannot be read is told to the visitor; the others go on.
   */
  void visit(List<Blob> blobs, Workers workers, Visitor visitor) throws IOException;

  /**
   * Returns the size of the zstd window through which the files are read; 0 if they are not packed.
   */
  default long window() {
    return 0;
  }

  /** Takes one file's bytes; called by several threads at once, for one file by one. */
  interface Visitor {
    /**
     * One file.
     *
     * @param content tells by {@code available} how many bytes are left
     */
    void visit(Blob blob, InputStream content, Workers.Scratch scratch) throws IOException;

    void failed(Blob blob, IOException cause);
  }

  @Override
  void close() throws IOException;
}
