package dev.custody.linux;

/**
 * One line of {@code /proc/self/uid_map} or {@code gid_map}, user_namespaces(7): {@code count} ids
 * from {@code inside}.
 */
public record IdRange(long inside, long outside, long count) {
  /** Whether an id as seen inside the namespace is mapped by this range. */
  public boolean maps(long id) {
    return id >= inside && id - inside < count;
  }
}
