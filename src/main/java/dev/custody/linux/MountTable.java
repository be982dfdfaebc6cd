package dev.custody.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mounts this process sees, {@code /proc/self/mountinfo}, in the kernel's order. */
public record MountTable(List<Mount> mounts) {
  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /**
   * Reads the text of mountinfo.
   *
   * @throws MalformedProcException naming the line
   */
  public static MountTable parse(String text) {
    List<Mount> mounts = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty()) {
        mounts.add(Mount.parse(line, number));
      }
    }
    return new MountTable(mounts);
  }

  /**
   * The mount in which an absolute path without symbolic links is found. Follows the kernel: from
   * the root mount, at each component into the mount on top of it, by parent and mount point. So a
   * later mount hides an earlier one, and all that was mounted below it.
   */
  public @Nullable Mount covering(String path) {
    Mount current = null;
    for (Mount mount : mounts) {
      if (mount.mountPoint().equals("/") && !contains(mount.parentId(), mount)) {
        current = mount;
      }
    }
    while (current != null) {
      Mount next = null;
      for (Mount mount : mounts) {
        if (mount.parentId() == current.id()
            && mount.id() != current.id()
            && isPrefix(mount.mountPoint(), path)
            && mount.mountPoint().length() >= current.mountPoint().length()
            && (next == null || mount.mountPoint().length() < next.mountPoint().length())) {
          next = mount;
        }
      }
      if (next == null) {
        return current;
      }
      current = next;
    }
    return null;
  }

  private boolean contains(int id, Mount except) {
    return mounts.stream().anyMatch(m -> m.id() == id && m.id() != except.id());
  }

  /** Whether {@code path} is the directory or lies below it. */
  static boolean isPrefix(String directory, String path) {
    return directory.equals("/")
        || path.equals(directory)
        || (path.startsWith(directory) && path.charAt(directory.length()) == '/');
  }
}
