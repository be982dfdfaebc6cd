package dev.custody.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Calls on files by descriptor, which the JDK makes by path only. A path is looked up anew for each
 * call, and whoever may write the directory can put another file there in between.
 */
final class FileCalls {
  static final int O_PATH = 010000000;
  static final int O_WRONLY = 1;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  // asm/fcntl.h: these two differ.
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  static final int O_DIRECTORY = ARM ? 040000 : 0200000;
  static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
  static final int AT_FDCWD = -100;

  // open(2): with O_DIRECTORY, so that a kernel that does not know it refuses.
  private static final int O_TMPFILE = 020000000 | O_DIRECTORY;
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int OWNER_ONLY = 0600;
  private static final int STATX_BYTES = 256;
  private static final int STATX_ATTRIBUTES = 8;
  private static final int STATX_ATTR_APPEND = 0x20;

  private static final CFunction OPENAT = CFunction.need("openat");
  private static final CFunction CLOSE = CFunction.need("close");
  private static final CFunction WRITE = CFunction.need("write");
  private static final CFunction FSYNC = CFunction.need("fsync");
  private static final CFunction FCHMOD = CFunction.need("fchmod");
  private static final CFunction FTRUNCATE = CFunction.need("ftruncate");
  private static final CFunction MKDIRAT = CFunction.need("mkdirat");
  private static final CFunction UMASK = CFunction.need("umask");
  private static final CFunction RENAMEAT = CFunction.need("renameat");
  private static final CFunction UNLINKAT = CFunction.need("unlinkat");
  private static final CFunction LINKAT = CFunction.need("linkat");

  private FileCalls() {}

  /** Opens {@code name} in the directory; returns the descriptor. */
  static int open(int directory, String name, int flags, int mode) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long path = arena.allocateFrom(name).address();
      return checked("openat", (int) OPENAT.call(state, directory, path, flags, mode), state);
    }
  }

  /**
   * Makes a file in the directory that has no name, so that nothing stays of it whenever the
   * process ends; {@link #link} gives it one.
   *
   * @throws RefusedException also where the file system has no such files
   */
  static int openUnnamed(int directory, int mode) throws RefusedException {
    return open(directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  }

  /** A handle on a directory, for the calls below. */
  static int openDirectory(String path) throws RefusedException {
    return open(AT_FDCWD, path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  }

  /**
   * Makes an empty file in the directory that has no name, or loses it at once where the file
   * system has no files without one.
   */
  static int openNameless(int directory) throws RefusedException {
    try {
      return openUnnamed(directory, OWNER_ONLY);
    } catch (RefusedException e) {
      String name = ".custody-clock-" + RandomName.next();
      int file = open(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
      unlink(directory, name);
      return file;
    }
  }

  /**
   * Gives a file without a name its name: open(2), O_TMPFILE.
   *
   * @throws RefusedException with EEXIST if the name is taken
   */
  static void link(int file, int directory, String name) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long from = arena.allocateFrom(path(file)).address();
      long to = arena.allocateFrom(name).address();
      checked(
          "linkat",
          (int) LINKAT.call(state, AT_FDCWD, from, directory, to, AT_SYMLINK_FOLLOW),
          state);
    }
  }

  /**
   * Gives a file of the directory a second name; a symbolic link is not followed.
   *
   * @throws RefusedException with EEXIST if the name is taken
   */
  static void link(int directory, String from, String to) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long old = arena.allocateFrom(from).address();
      long fresh = arena.allocateFrom(to).address();
      checked("linkat", (int) LINKAT.call(state, directory, old, directory, fresh, 0), state);
    }
  }

  /** Closes a descriptor; some file systems report only now that a write failed. */
  static void close(int descriptor) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      checked("close", (int) CLOSE.call(state, descriptor), state);
    }
  }

  static void write(int descriptor, byte[] content) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      MemorySegment bytes = arena.allocate(Math.max(1, content.length));
      MemorySegment.copy(content, 0, bytes, ValueLayout.JAVA_BYTE, 0, content.length);
      for (long at = 0; at < content.length; ) {
        long written = WRITE.call(state, descriptor, bytes.address() + at, content.length - at);
        if (written < 0 && !CFunction.errno(state).equals("EINTR")) {
          throw RefusedException.of("write", CFunction.errno(state));
        }
        at += Math.max(0, written);
      }
    }
  }

  /** Flushes a file to the disk, if the file system has that call. */
  static void sync(int descriptor) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      if ((int) FSYNC.call(state, descriptor) < 0) {
        String errno = CFunction.errno(state);
        if (!errno.equals("EINVAL") && !errno.equals("ENOSYS") && !errno.equals("EOPNOTSUPP")) {
          throw RefusedException.of("fsync", errno);
        }
      }
    }
  }

  /** Whether the mode could be set; on a mount with a fixed mode it cannot. */
  static boolean chmod(int descriptor, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) FCHMOD.call(CFunction.state(arena), descriptor, mode) == 0;
    }
  }

  static void truncate(int descriptor, long length) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      checked("ftruncate", (int) FTRUNCATE.call(state, descriptor, length), state);
    }
  }

  /** Makes a directory of exactly that mode: the umask is put aside, as no chmod is needed then. */
  static void makeDirectory(int directory, String name, int mode) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long path = arena.allocateFrom(name).address();
      long umask = UMASK.call(state, 0);
      try {
        checked("mkdirat", (int) MKDIRAT.call(state, directory, path, mode), state);
      } finally {
        UMASK.call(state, umask);
      }
    }
  }

  static void rename(int directory, String from, String to) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long old = arena.allocateFrom(from).address();
      long fresh = arena.allocateFrom(to).address();
      checked("renameat", (int) RENAMEAT.call(state, directory, old, directory, fresh), state);
    }
  }

  static void unlink(int directory, String name) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      long path = arena.allocateFrom(name).address();
      checked("unlinkat", (int) UNLINKAT.call(state, directory, path, 0), state);
    }
  }

  /**
   * Whether names can only be added to the directory (chattr +a); false where that cannot be told.
   */
  static boolean appendOnly(int directory) {
    CFunction statx = CFunction.find("statx");
    if (statx == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(STATX_BYTES, Long.BYTES);
      // The descriptor's path, since an empty name needs AT_EMPTY_PATH.
      long path = arena.allocateFrom(path(directory) + "/.").address();
      long result =
          statx.call(
              CFunction.state(arena), AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, answer.address());
      return (int) result == 0
          && (CFunction.bytes(answer).getLong(STATX_ATTRIBUTES) & STATX_ATTR_APPEND) != 0;
    }
  }

  /** The path that reaches a descriptor's file whatever its name is now: proc(5). */
  static String path(int descriptor) {
    return "/proc/self/fd/" + descriptor;
  }

  private static int checked(String call, int result, MemorySegment state) throws RefusedException {
    if (result < 0) {
      throw RefusedException.of(call, CFunction.errno(state));
    }
    return result;
  }

  /** Closes a descriptor through which nothing was written, and ignores failures. */
  static void release(int descriptor) {
    try {
      close(descriptor);
    } catch (IOException e) {
      // A directory's descriptor has nothing to lose.
    }
  }
}
