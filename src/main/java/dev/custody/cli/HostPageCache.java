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
    CachedFile cached =
        file.getFileSystem().equals(FileSystems.getDefault()) ? CachedFile.open(file) : null;
    return cached == null ? null : new Pages(cached);
  }

  private record Pages(CachedFile file) implements PageCache.Pages {
    @Override
    public boolean holds(long offset) {
      return file.holds(offset);
    }

    @Override
    public void fetch(long offset, long length) {
      file.fetch(offset, length);
    }

    @Override
    public void drop(long offset, long length) {
      file.drop(offset, length);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
