package dev.custody.linux;

import java.util.List;

/**
 * The ids of a process, which decide what it may open; credentials(7).
 *
 * @param groups the supplementary groups in the kernel's order
 * @see ProcessStatus which reads them from /proc/PID/status
 */
public record Credentials(Ids uid, Ids gid, List<Long> groups) {
  public Credentials {
    groups = List.copyOf(groups);
  }

  /** Whether {@code id} is the filesystem gid or one of the supplementary groups. */
  public boolean inGroup(long id) {
    return gid.filesystem() == id || groups.contains(id);
  }
}
