package dev.custody.linux;

import java.util.Set;

/**
 * Compares the types of mounts (mountinfo(5)): one volume is mounted as {@code nfs} in one pod and
 * as {@code nfs4} in the next, or as {@code ext4} on the node and as {@code virtiofs} in a virtual
 * machine.
 */
public final class FileSystemType {
  private static final Set<String> SMB = Set.of("cifs", "smb3", "smbfs");
  private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");

  /** The file systems that the kernel itself fills: filesystems(5), sysfs(5), cgroups(7). */
  private static final Set<String> KERNEL =
      Set.of("proc", "sysfs", "cgroup", "cgroup2", "devpts", "securityfs", "tracefs", "debugfs");

  private FileSystemType() {}

  /** Whether two types show that these are two file systems. */
  public static boolean areTwo(String one, String other) {
    return !family(one).equals(family(other)) && !passesOn(one) && !passesOn(other);
  }

  /** Whether two types are one but for the version of a protocol or driver. */
  public static boolean areOneFamily(String one, String other) {
    return family(one).equals(family(other));
  }

  /**
   * Whether a file keeps its inode number and birth as long as it lives. Some daemons and drivers
   * make a number up whenever the file is looked up anew; overlay copies a file up when it is first
   * changed.
   */
  public static boolean keepsNumbers(String type) {
    return switch (family(type)) {
      case "fuse", "9p", "smb", "none", "vfat", "msdos", "exfat", "vboxsf" -> false;
      default -> !copiesUp(type);
    };
  }

  /** Whether a file's first change makes a copy of it, with a birth and a device of its own. */
  public static boolean copiesUp(String type) {
    return type.equals("overlay") || type.equals("aufs");
  }

  /** Whether a daemon serves it by FUSE; not of {@code fuseblk}, which lies on a disk here. */
  public static boolean isFuse(String type) {
    return family(type).equals("fuse");
  }

  /** Whether the kernel makes all of its files, so that no process can create one there. */
  public static boolean holdsNoNewFiles(String type) {
    return KERNEL.contains(type);
  }

  /** Whether it is a version of NFS. */
  public static boolean isNfs(String type) {
    return family(type).equals("nfs");
  }

  /**
   * Whether a server or a daemon may refuse what the mode allows: all that are served, and the
   * daemon of a disk, {@code fuseblk}.
   */
  public static boolean mayRefuseByItself(String type) {
    return isServed(type) || type.startsWith("fuseblk");
  }

  private static String family(String type) {
    if (type.startsWith("nfs")) {
      return "nfs";
    }
    if (type.equals("fuse") || type.startsWith("fuse.")) {
      return "fuse";
    }
    return SMB.contains(type) ? "smb" : EXT.contains(type) ? "ext" : type;
  }

  /** Whether a server or a daemon gives what may be another type of file system on its side. */
  private static boolean passesOn(String type) {
    return isServed(type) || type.equals("overlay") || type.equals("none");
  }

  /**
   * Whether a server or a daemon answers: each mount then has a device number of its own, and the
   * source says which volume it is.
   */
  public static boolean isServed(String type) {
    return switch (family(type)) {
      case "nfs",
          "smb",
          "fuse",
          "9p",
          "virtiofs",
          "ceph",
          "glusterfs",
          "lustre",
          "gpfs",
          "beegfs",
          "afs" ->
          true;
      default -> false;
    };
  }
}
