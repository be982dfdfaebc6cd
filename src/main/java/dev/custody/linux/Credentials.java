package dev.custody.linux;

import java.util.List;

/**
 * Who the process is when it opens a file, credentials(7).
 *
 * @param groups the supplementary groups in the kernel's order
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
