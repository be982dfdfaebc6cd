package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One stat(2) through the JDK's {@code unix} view. */
final class Attributes {
  // Owner and group names are left out: they would be looked up in a user database, and the ids are
  // the facts.
  private static final String WANTED =
      "unix:mode,uid,gid,size,dev,ino,nlink,creationTime,lastModifiedTime,ctime";

  private Attributes() {}

  static FileStatus read(Path file, LinkOption... options) throws IOException {
    Map<String, Object> values = Files.readAttributes(file, WANTED, options);
    int mode = number(values, "mode").intValue();
    Instant modified = time(values, "lastModifiedTime");
    Instant created = time(values, "creationTime");
    return new FileStatus(
        type(mode),
        mode & 07777,
        Integer.toUnsignedLong(number(values, "uid").intValue()),
        Integer.toUnsignedLong(number(values, "gid").intValue()),
        number(values, "size").longValue(),
        device(number(values, "dev").longValue()),
        number(values, "ino").longValue(),
        links(number(values, "nlink").intValue()),
        // The JDK gives the modification time where the file system keeps no birth time. A file
        // born in the very nanosecond of its last change loses its birth time here: unknown is
        // better than a birth time that moves.
        created.equals(modified) ? null : created,
        modified,
        time(values, "ctime"));
  }

  static FileType type(int mode) {
    return switch (mode & 0170000) {
      case 0040000 -> FileType.DIRECTORY;
      case 0120000 -> FileType.SYMLINK;
      case 0010000 -> FileType.FIFO;
      case 0140000 -> FileType.SOCKET;
      case 0020000 -> FileType.CHARACTER_DEVICE;
      case 0060000 -> FileType.BLOCK_DEVICE;
      default -> FileType.REGULAR;
    };
  }

  /** Returns major:minor of a device number, which makedev(3) packs into 64 bits. */
  static String device(long dev) {
    long major = (dev >>> 8 & 0xfff) | (dev >>> 32 & ~0xfffL);
    long minor = (dev & 0xff) | (dev >>> 12 & 0xffffff00L);
    return major + ":" + minor;
  }

  private static Number number(Map<String, Object> values, String name) {
    return (Number) present(values.get(name), name);
  }

  private static Instant time(Map<String, Object> values, String name) {
    return time((FileTime) present(values.get(name), name));
  }

  /**
   * Returns a time within the bounds of {@link FileStatus}, which some file systems (tmpfs, FUSE)
   * exceed.
   */
  static Instant time(FileTime time) {
    Instant instant = time.toInstant();
    return instant.isBefore(FileStatus.EARLIEST)
        ? FileStatus.EARLIEST
        : instant.isAfter(FileStatus.LATEST) ? FileStatus.LATEST : instant;
  }

  /** The JDK has room for 31 bits; a FUSE daemon may say more. */
  private static int links(int links) {
    return links < 0 ? Integer.MAX_VALUE : links;
  }

  private static Object present(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalStateException("this file system has no attribute unix:" + name);
    }
    return value;
  }
}
