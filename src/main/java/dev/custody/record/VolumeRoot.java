package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.custody.linux.FileStatus;
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

  /** Whether these are two volumes, or two directories of one; false where nothing shows it. */
  public boolean differsFrom(VolumeRoot other) {
    return !type.equals(other.type)
        || inode != other.inode
        || (born != null && other.born != null && !born.equals(other.born));
  }
}
