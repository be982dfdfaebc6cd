package dev.custody.record;

import dev.custody.linux.PathWalk;
import dev.custody.linux.Space;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory into which the next step unpacks the archive.
 *
 * @param space left there; null if it was not asked
 * @param leftovers of earlier unpacking tools that were killed
 */
public record TemporaryDirectory(@Nullable Space space, List<PathWalk> leftovers) {
  public TemporaryDirectory {
    leftovers = List.copyOf(leftovers);
  }
}
