package dev.custody.record;

import dev.custody.linux.DirectoryListing;
import dev.custody.linux.Space;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What lies around the archive.
 *
 * @param space left where the archive is; null if it was not asked
 * @param listings of the archive's directory, of those that were named, and of the one with the
 *     records of each run; told apart by their paths; null if none was made
 * @param hashes of further files; null if none was asked for
 */
public record Workspace(
    @Nullable Space space,
    @Nullable List<DirectoryListing> listings,
    @Nullable List<FileHash> hashes) {
  /** The directory on the volume in which the tasks keep the records of each run. */
  public static final String RUNS = ".custody";

  public Workspace {
    listings = listings == null ? null : List.copyOf(listings);
    hashes = hashes == null ? null : List.copyOf(hashes);
  }

  /** Nothing but the space that is left. */
  public static Workspace of(@Nullable Space space) {
    return new Workspace(space, null, null);
  }

  /** The listings, none if none was made. */
  public List<DirectoryListing> listed() {
    return Objects.requireNonNullElse(listings, List.of());
  }

  /** The listing of the directory that a path lies in; empty if that was not listed. */
  public Optional<DirectoryListing> around(String path) {
    int last = path.lastIndexOf('/');
    String directory = last == 0 ? "/" : path.substring(0, Math.max(last, 0));
    return listed().stream().filter(one -> one.path().equals(directory)).findFirst();
  }

  /** The listing of the directory with the records of each run; empty if there was none. */
  public Optional<DirectoryListing> runs() {
    return listed().stream().filter(one -> one.path().endsWith("/" + RUNS)).findFirst();
  }

  /** The hashes, none if none was asked for. */
  public List<FileHash> hashed() {
    return Objects.requireNonNullElse(hashes, List.of());
  }
}
