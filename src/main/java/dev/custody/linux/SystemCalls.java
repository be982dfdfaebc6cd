package dev.custody.linux;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The calls that the JDK does not make for us; {@link Libc} is the real one. */
public interface SystemCalls {
  /** Returns the raw value of an attribute of the file itself, links not followed: lgetxattr(2). */
  Reply<byte[]> extendedAttribute(Path file, String name);

  /** Returns the free space of a directory's file system: statvfs(3). */
  Reply<Capacity> capacity(Path directory);

  /**
   * Returns whether the effective ids may write the file, and search it if it is a directory:
   * access(2).
   */
  default Reply<Boolean> writable(Path file, boolean directory) {
    return new Reply.Unavailable<>("no such call");
  }

  /** The attributes of statx(2) by name, of those that forbid writing or reading. */
  default Reply<List<String>> attributes(Path file) {
    return new Reply.Unavailable<>("no such call");
  }

  /**
   * The time of the volume's clock, taken from a nameless file that is created in the directory for
   * a moment.
   */
  default Reply<Instant> clock(Path directory) {
    return new Reply.Unavailable<>("no such call");
  }

  /** The result of a call. */
  sealed interface Reply<T> {
    /** The call succeeded. */
    record Answer<T>(T value) implements Reply<T> {}

    /** The call failed with that errno name. */
    record Failure<T>(String errno) implements Reply<T> {}

    /** The call could not be made in this runtime, and why. */
    record Unavailable<T>(String reason) implements Reply<T> {}
  }

  /** The counters of statvfs(3) for an unprivileged process; 0 total inodes: not counted. */
  record Capacity(long totalBytes, long availableBytes, long totalInodes, long availableInodes) {}
}
