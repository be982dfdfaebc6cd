package dev.custody.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory, as {@code ls -la} shows them.
 *
 * @param path of the directory
 * @param entries sorted by name, at most {@link #MOST}
 * @param more how many entries there are beside those
 * @param errno why it could not be listed to its end; null if it was
 */
public record DirectoryListing(
    String path, List<ListedEntry> entries, int more, @Nullable String errno) {
  /** The most entries that are kept. */
  public static final int MOST = 1000;

  public DirectoryListing {
    entries = List.copyOf(entries);
  }
}
