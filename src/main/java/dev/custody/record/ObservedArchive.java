package dev.custody.record;

import dev.custody.linux.FileStatus;
import dev.custody.linux.PathWalk;
import dev.custody.oci.ArchiveEvidence;
import org.jspecify.annotations.Nullable;

/**
 * The path that a step was asked about, and what it holds.
 *
 * @param walk the way to it, component by component
 * @param refused of a directory that can be read: the way to the first thing in it that cannot;
 *     null otherwise
 * @param evidence what was found in the archive; null where only the path was looked at
 * @param second where the archive is cut short: whether its file still changes; null otherwise
 * @param waiting what {@code --wait} did; null without it
 * @param built the id that the build printed for its image; null where it was not given
 */
public record ObservedArchive(
    PathWalk walk,
    @Nullable PathWalk refused,
    @Nullable ArchiveEvidence evidence,
    @Nullable SecondLook second,
    @Nullable Waiting waiting,
    @Nullable BuiltImage built) {

  /** The walk that decides whether this can be read. */
  public PathWalk decidingWalk() {
    return refused == null ? walk : refused;
  }

  /** The status of the file the path leads to; null where the walk did not get there. */
  public @Nullable FileStatus status() {
    return walk.resolved() == null ? null : walk.last().status();
  }
}
