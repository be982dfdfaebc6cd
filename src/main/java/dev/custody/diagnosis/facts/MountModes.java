package dev.custody.diagnosis.facts;

import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the modes on a mount are those of its files, or made up by the mount. */
public final class MountModes {
  /** Options by which a file system without owners of its own is given some: cifs, vfat, ntfs. */
  private static final List<String> FORCED =
      List.of("file_mode=", "dir_mode=", "fmask=", "dmask=", "umask=");

  /** With these a cifs mount shows the modes that the server keeps. */
  private static final Set<String> REAL = Set.of("modefromsid", "cifsacl", "posix", "unix");

  /** Object stores: what they hold has no owner unless the uploading client wrote one beside it. */
  private static final List<String> OBJECT_STORES =
      List.of("s3fs", "blobfuse", "gcsfuse", "goofys", "mountpoint-s3", "rclone", "geesefs");

  /** With these the client leaves every decision to the server. */
  private static final String UNCHECKED = "noperm";

  private MountModes() {}

  /** Whether the mount's options give every file its mode, and the kernel goes by it. */
  public static boolean forced(@Nullable Mount mount) {
    return mount != null
        && !mount.type().startsWith("fuse")
        && !mount.superOptions().contains(UNCHECKED)
        && mount.superOptions().stream().anyMatch(o -> FORCED.stream().anyMatch(o::startsWith))
        && mount.superOptions().stream().noneMatch(REAL::contains);
  }

  /** Whether a daemon or a server decides, and the kernel does not look at the mode. */
  public static boolean unchecked(@Nullable Mount mount) {
    return mount != null
        && (FileSystemType.isFuse(mount.type())
            ? !mount.superOptions().contains("default_permissions")
            : mount.superOptions().contains(UNCHECKED));
  }

  /** Whether the mode may be made up: an object store behind FUSE, or a file without any mode. */
  public static boolean perhapsMadeUp(@Nullable Mount mount, @Nullable FileStatus status) {
    return mount != null
        && mount.type().startsWith("fuse")
        && (OBJECT_STORES.stream().anyMatch(mount.type()::contains)
            || OBJECT_STORES.stream().anyMatch(mount.source()::contains)
            || (status != null && (status.mode() & 0777) == 0));
  }

  /** The options that give owner and mode on a mount of this kind, as a remedy names them. */
  public static String options(Mount mount) {
    if (mount.type().startsWith("fuse")) {
      return "uid=, gid=, umask=, allow_other";
    }
    return mount.superOptions().stream().anyMatch(o -> o.matches("(file|dir)_mode=.*"))
        ? "uid=, gid=, file_mode=, dir_mode="
        : "uid=, gid=, fmask=, dmask=";
  }
}
