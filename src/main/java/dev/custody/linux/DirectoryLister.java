package dev.custody.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists one directory to a depth, in bounded memory whatever lies in it. */
final class DirectoryLister {
  /** The most names that are looked at; of a larger tree the listing only says that it is cut. */
  private static final int MOST_LOOKED_AT = 200_000;

  private final ExtendedAttributes attributes;

  /** The first names in order; the last one is dropped when there is one too many. */
  private final TreeMap<String, Path> kept = new TreeMap<>();

  private int more;
  private @Nullable String errno;

  private DirectoryLister(ExtendedAttributes attributes) {
    this.attributes = attributes;
  }

  static DirectoryListing list(Path directory, int depth, ExtendedAttributes attributes) {
    DirectoryLister lister = new DirectoryLister(attributes);
    lister.collect(directory, "", depth);
    List<ListedEntry> entries = new ArrayList<>();
    lister.kept.forEach((name, path) -> lister.describe(name, path, entries));
    return new DirectoryListing(directory.toString(), entries, lister.more, lister.errno);
  }

  private void collect(Path from, String prefix, int depth) {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(Directories.require(from))) {
      for (Path path : names) {
        String name = prefix + path.getFileName();
        kept.put(name, path);
        if (kept.size() > DirectoryListing.MOST) {
          kept.pollLastEntry();
          more++;
        }
        if (more >= MOST_LOOKED_AT) {
          errno = "E2BIG";
          return;
        }
        if (depth > 1 && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          collect(path, name + "/", depth - 1);
        }
      }
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      errno = cause == null ? Errno.UNKNOWN : Errno.name(cause);
    } catch (IOException e) {
      errno = Errno.name(e);
    }
  }

  /** A name that is gone by now is left out. */
  private void describe(String name, Path path, List<ListedEntry> entries) {
    try {
      FileStatus status = Attributes.read(path, LinkOption.NOFOLLOW_LINKS);
      entries.add(
          new ListedEntry(
              name,
              status.type(),
              status.mode(),
              status.uid(),
              status.gid(),
              status.size(),
              status.modified(),
              status.type() == FileType.SYMLINK ? Files.readSymbolicLink(path).toString() : null,
              attributes.label(path) instanceof ExtendedAttribute.Present(String label)
                  ? label
                  : null));
    } catch (IOException e) {
      errno = Errno.name(e).equals("ENOENT") ? errno : Errno.name(e);
    }
  }
}
