package dev.custody.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mounts a process sees, proc_pid_mountinfo(5). Which one covers a path follows from their tree
 * and not from the longest mount point: a later mount hides what was mounted below it before.
 */
public final class MountTable {
  private final List<Mount> mounts;
  private final Set<Integer> ids = new HashSet<>();
  private final Map<Point, Mount> byPoint = new HashMap<>();

  private MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
    for (Mount mount : mounts) {
      ids.add(mount.id());
    }
    for (Mount mount : mounts) {
      if (!mount.mountPointDeleted()) {
        byPoint.put(new Point(parent(mount), mount.mountPoint()), mount);
      }
    }
  }

  public static MountTable of(List<Mount> mounts) {
    return new MountTable(mounts);
  }

  /**
   * Reads all of mountinfo.
   *
   * @throws MalformedException naming the line
   */
  public static MountTable parse(String text) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        mounts.add(Mount.parse(line, mounts.size() + 1));
      }
    }
    return new MountTable(mounts);
  }

  /** Returns the mounts in the order of the kernel. */
  public List<Mount> mounts() {
    return mounts;
  }

  /**
   * The mount on which a path lies, found as the kernel does: from the root, stepping onto what is
   * mounted on each component.
   *
   * @param path absolute, with no symbolic link, {@code .} or {@code ..} in it
   * @return null if the table does not reach so far, as in a chroot into a plain directory
   */
  public @Nullable Mount covering(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
    Mount current = onto(null, "/");
    StringBuilder prefix = new StringBuilder();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        prefix.append('/').append(name);
        current = onto(current, prefix.toString());
      }
    }
    return current;
  }

  /** The topmost of the mounts stacked on one directory of {@code under}. */
  private @Nullable Mount onto(@Nullable Mount under, String directory) {
    Mount top = under;
    // Text that makes a mount its own ancestor must not turn this into an endless climb.
    for (int height = 0; height <= mounts.size(); height++) {
      Mount next = byPoint.get(new Point(top == null ? null : top.id(), directory));
      if (next == null) {
        return top;
      }
      top = next;
    }
    return top;
  }

  /** Returns the id of a mount's parent; null if the process does not see the parent. */
  private @Nullable Integer parent(Mount mount) {
    int parent = mount.parentId();
    return parent != mount.id() && ids.contains(parent) ? parent : null;
  }

  /** A directory of a parent mount. */
  private record Point(@Nullable Integer parentId, String directory) {}
}
