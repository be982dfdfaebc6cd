package dev.custody.cli;

import dev.custody.linux.CachedFile;
import dev.custody.oci.PageCache;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The page cache of the kernel we run on. */
final class HostPageCache {
  private HostPageCache() {}

  static PageCache.@Nullable Pages of(Path file) {
    // A test's own file system has no pages.
    return file.getFileSystem().equals(FileSystems.getDefault()) ? new Pages(file) : null;
  }

  /**
   * The pages of one file, opened when first asked: meanwhile the calls to the C library are
   * prepared.
   */
  private static final class Pages implements PageCache.Pages {
    private final Path path;
    private @Nullable CachedFile file;
    private boolean opened;

    Pages(Path path) {
      this.path = path;
    }

    private synchronized @Nullable CachedFile file() {
      if (!opened) {
        opened = true;
        file = CachedFile.open(path);
      }
      return file;
    }

    @Override
    public boolean holds(long offset) {
      CachedFile open = file();
      return open == null || open.holds(offset);
    }

    @Override
    public void drop(long offset, long length) {
      CachedFile open = file();
      if (open != null) {
        open.drop(offset, length);
      }
    }

    @Override
    public synchronized void close() {
      opened = true;
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
