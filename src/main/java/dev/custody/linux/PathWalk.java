package dev.custody.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every component of one path from {@code /}, symbolic links followed and shown, as
 * path_resolution(7) goes through it.
 *
 * @param path the path as it was given, made absolute
 * @param components in the order of resolution; ends at the first component whose lstat failed
 * @param resolved the path with every symbolic link followed; null if resolution did not reach the
 *     end
 * @param attributes {@code encrypted}, {@code immutable} and the like, statx(2), of the file where
 *     the walk failed or of the directory in which it found nothing; null where that was not asked
 */
public record PathWalk(
    String path,
    List<Component> components,
    @Nullable String resolved,
    @Nullable List<String> attributes) {
  /** The kernel's limit on symbolic links followed in one resolution, path_resolution(7). */
  public static final int MAX_LINKS = 40;

  public PathWalk {
    PathText.require(path);
    PathText.require(resolved);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("a walk without components");
    }
    components = List.copyOf(components);
    attributes = attributes == null ? null : List.copyOf(attributes);
  }

  /** A walk for which statx(2) was not asked for attributes. */
  public PathWalk(String path, List<Component> components, @Nullable String resolved) {
    this(path, components, resolved, null);
  }

  /** Whether statx(2) reports this attribute for the file or directory where the walk ended. */
  public boolean endsIn(String attribute) {
    return attributes != null && attributes.contains(attribute);
  }

  /** The last component reached. */
  public Component last() {
    return components.getLast();
  }

  /** Whether the path was resolved to its end, opened and read. */
  public boolean readable() {
    return resolved != null
        && last().open() instanceof Outcome.Succeeded
        && last().read() instanceof Outcome.Succeeded;
  }
}
