package dev.custody.diagnosis.access;

import dev.custody.linux.Component;
import dev.custody.linux.PathWalk;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The last symbolic link of a walk.
 *
 * @param target its text
 */
record LinkEvidence(Component link, String target) {
  /** Null where the walk passed none, or ended with one of proc, which leads to no name. */
  static @Nullable LinkEvidence of(PathWalk walk) {
    Component link =
        walk.components().stream()
            .filter(c -> c.linkTarget() != null)
            .reduce((first, second) -> second)
            .orElse(null);
    return link == null || link.linkTarget() == null || link.path().startsWith("/proc/")
        ? null
        : new LinkEvidence(link, link.linkTarget());
  }

  String path() {
    return link.path();
  }

  /** The link and its text: {@code /ws/image.tar -> /data/image.tar}. */
  String fact() {
    return path() + " -> " + target;
  }

  /**
   * Whether what is missing is the link's target, a directory on the way to it, or a file in it.
   */
  boolean leadsTo(Component missing) {
    Path leads = Path.of(path()).resolveSibling(target).normalize();
    Path where = Path.of(missing.path());
    return leads.startsWith(where) || (isOnAnotherMount(missing) && where.startsWith(leads));
  }

  boolean isOnTheMountOf(Component other) {
    return link.mountId() != null && link.mountId().equals(other.mountId());
  }

  private boolean isOnAnotherMount(Component other) {
    return link.mountId() != null
        && other.mountId() != null
        && !link.mountId().equals(other.mountId());
  }
}
