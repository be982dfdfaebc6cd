package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import org.jspecify.annotations.Nullable;

/**
 * A short fingerprint of the volume that an archive lies on: its root directory as seen there. It
 * survives another node, where device numbers do not. As a JSON array, since a compact record has
 * little room.
 *
 * @param type of the file system
 * @param inode of its root directory
 * @param born seconds since the epoch; null where the file system keeps no birth time
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record VolumeRoot(String type, long inode, @Nullable Long born) {

  /** Null where the archive lies in the container itself, or the walk did not come so far. */
  static @Nullable VolumeRoot of(ExecutionRecord record) {
    Mount mount = record.mount(record.archive().walk().last());
    if (mount == null || mount.mountPoint().equals("/") || mount.type().equals("overlay")) {
      return null;
    }
    FileStatus root =
        record.archive().walk().components().stream()
            .filter(c -> c.path().equals(mount.mountPoint()))
            .findFirst()
            .map(c -> c.status())
            .orElse(null);
    return root == null
        ? null
        : new VolumeRoot(
            mount.type(), root.inode(), root.born() == null ? null : root.born().getEpochSecond());
  }

  /**
   * Whether these are two file systems: of two types, or both the root of one and not the same one.
   * A directory inside a volume (subPath) has another inode than the volume's root.
   */
  public boolean sharesNothingWith(VolumeRoot other) {
    return FileSystemType.areTwo(type, other.type)
        || (isFileSystemRoot() && other.isFileSystemRoot());
  }

  /** Whether the inode is the one that this type of file system gives to its root. */
  private boolean isFileSystemRoot() {
    return switch (type) {
      case "ext2", "ext3", "ext4" -> inode == 2;
      case "xfs" -> inode == 64 || inode == 96 || inode == 128;
      case "btrfs" -> inode == 256;
      case "f2fs" -> inode == 3;
      default -> false;
    };
  }

  /** Whether these are the same directory; every file system's root may have the same inode. */
  public boolean isSurely(VolumeRoot other) {
    return FileSystemType.areOneFamily(type, other.type)
        && inode == other.inode
        && born != null
        && born.equals(other.born);
  }

  /** Whether these are two volumes, or two directories of one; false where nothing shows it. */
  public boolean differsFrom(VolumeRoot other) {
    if (FileSystemType.areTwo(type, other.type)) {
      return true;
    }
    return FileSystemType.areOneFamily(type, other.type)
        && FileSystemType.keepsNumbers(type)
        && (inode != other.inode
            || (born != null && other.born != null && !born.equals(other.born)));
  }
}
