package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The memory that this process's control group may have before the kernel kills the process
 * (cgroups(7); the kernel's cgroup-v2.rst, "memory.max", and cgroup-v1/memory.rst).
 */
public final class MemoryLimit {
  private MemoryLimit() {}

  /**
   * The smallest limit among the group of this process and those above it.
   *
   * @param root the directory that holds {@code proc} and {@code sys}
   * @return bytes; {@link Long#MAX_VALUE} where there is no limit, or none can be read
   */
  public static long of(Path root) {
    Path groups = root.resolve("sys/fs/cgroup");
    String memberships;
    try {
      memberships = ProcText.read(root.resolve("proc/self/cgroup"), ProcText.LIMIT);
    } catch (IOException e) {
      // A container without /proc still sees its own group's files.
      memberships = "0::/\n0:memory:/\n";
    }
    long least = Long.MAX_VALUE;
    for (String line : memberships.lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      if (parts[1].isEmpty()) {
        least = Math.min(least, upwards(groups, parts[2], "memory.max"));
      } else if (("," + parts[1] + ",").contains(",memory,")) {
        Path memory = groups.resolve("memory");
        least = Math.min(least, upwards(memory, parts[2], "memory.limit_in_bytes"));
      }
    }
    return least;
  }

  /**
   * A container may be told the node's path of its group while it sees only the group itself, as
   * the root, or a path that leads out of it: what does not exist is passed over on the way up.
   */
  private static long upwards(Path root, String group, String file) {
    Path at = root.resolve(group.substring(group.startsWith("/") ? 1 : 0)).normalize();
    if (!at.startsWith(root)) {
      at = root;
    }
    long least = Long.MAX_VALUE;
    for (; at != null && at.startsWith(root); at = at.getParent()) {
      least = Math.min(least, limit(at.resolve(file)));
    }
    return least;
  }

  private static long limit(Path file) {
    try {
      long bytes = Numbers.parse(ProcText.read(file, ProcText.LIMIT).strip(), Long.MAX_VALUE);
      return bytes < 0 ? Long.MAX_VALUE : bytes;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
