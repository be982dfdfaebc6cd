package dev.custody.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that the JDK has no method for. Nothing is bound before the first
 * call; a runtime without foreign calls, or without the symbol, answers {@code Unavailable}.
 */
public final class Libc implements SystemCalls {
  // xattr(7): no file system of Linux keeps a value above 64 KiB. Most are labels and short access
  // lists, and clearing the large buffer takes longer than the call.
  private static final int XATTR_SIZE_MAX = 65536;
  private static final int XATTR_SIZE_USUAL = 512;

  // struct statvfs is 112 bytes in glibc and musl where long has 64 bits; the rest is margin.
  private static final int STATVFS_BYTES = 256;

  // statx(2) and linux/stat.h; struct statx is 256 bytes everywhere.
  private static final int STATX_BYTES = 256;
  private static final int STX_ATTRIBUTES = 8;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final Map<String, Long> ATTRIBUTES =
      new TreeMap<>(Map.of("immutable", 0x10L, "append", 0x20L, "encrypted", 0x800L));

  // access(2)
  private static final int W_OK = 2;
  private static final int X_OK = 1;

  private boolean bound;
  private @Nullable CFunction lgetxattr;
  private @Nullable CFunction statvfs;
  private @Nullable CFunction euidaccess;
  private @Nullable CFunction statx;
  private String unavailable = "the C library has no such function";

  /** Links the C library early, which takes the JDK tens of milliseconds at the first call. */
  public static void prepare() {
    Objects.requireNonNull(new Libc().extendedAttribute(Path.of("/"), "security.selinux"));
  }

  @Override
  public Reply<byte[]> extendedAttribute(Path file, String name) {
    bind();
    if (lgetxattr == null) {
      return new Reply.Unavailable<>(unavailable);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      MemorySegment path = path(arena, file);
      MemorySegment key = arena.allocateFrom(name);
      for (int room = XATTR_SIZE_USUAL; ; room = XATTR_SIZE_MAX) {
        MemorySegment value = arena.allocate(room);
        long size = lgetxattr.call(state, path.address(), key.address(), value.address(), room);
        if (size >= 0) {
          return new Reply.Answer<>(value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
        }
        String refused = CFunction.errno(state);
        if (!refused.equals("ERANGE") || room == XATTR_SIZE_MAX) {
          return new Reply.Failure<>(refused);
        }
      }
    }
  }

  @Override
  public Reply<Capacity> capacity(Path directory) {
    bind();
    if (statvfs == null) {
      return new Reply.Unavailable<>(unavailable);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      MemorySegment path = path(arena, directory);
      MemorySegment answer = arena.allocate(STATVFS_BYTES, Long.BYTES);
      int result = (int) statvfs.call(state, path.address(), answer.address());
      return result != 0
          ? new Reply.Failure<>(CFunction.errno(state))
          : new Reply.Answer<>(read(answer));
    }
  }

  @Override
  public Reply<Boolean> writable(Path file, boolean directory) {
    bind();
    if (euidaccess == null) {
      return new Reply.Unavailable<>(unavailable);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      int result =
          (int) euidaccess.call(state, path(arena, file).address(), directory ? W_OK | X_OK : W_OK);
      return result != 0 ? new Reply.Failure<>(CFunction.errno(state)) : new Reply.Answer<>(true);
    }
  }

  @Override
  public Reply<List<String>> attributes(Path file) {
    bind();
    if (statx == null) {
      return new Reply.Unavailable<>(unavailable);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CFunction.state(arena);
      MemorySegment answer = arena.allocate(STATX_BYTES, Long.BYTES);
      int result =
          (int)
              statx.call(
                  state,
                  AT_FDCWD,
                  path(arena, file).address(),
                  AT_SYMLINK_NOFOLLOW,
                  0,
                  answer.address());
      if (result != 0) {
        return new Reply.Failure<>(CFunction.errno(state));
      }
      long attributes = CFunction.bytes(answer).getLong(STX_ATTRIBUTES);
      List<String> names = new ArrayList<>();
      ATTRIBUTES.forEach((name, bit) -> {
        if ((attributes & bit) != 0) {
          names.add(name);
        }
      });
      return new Reply.Answer<>(names);
    }
  }

  @Override
  public Reply<Instant> clock(Path directory) {
    try {
      int at = FileCalls.openDirectory(directory.toString());
      try {
        int probe = FileCalls.openNameless(at);
        try {
          return new Reply.Answer<>(
              Attributes.time(Files.getLastModifiedTime(Path.of(FileCalls.path(probe)))));
        } finally {
          FileCalls.release(probe);
        }
      } finally {
        FileCalls.release(at);
      }
    } catch (RefusedException e) {
      return new Reply.Failure<>(e.errno());
    } catch (IOException e) {
      return new Reply.Failure<>(Errno.name(e));
    } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
      return new Reply.Unavailable<>(unavailable);
    }
  }

  /**
   * Reads a struct statvfs: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree,
   * f_favail.
   */
  private static Capacity read(MemorySegment answer) {
    LongBuffer words = CFunction.bytes(answer).asLongBuffer();
    long unit = words.get(1);
    return new Capacity(
        saturated(words.get(2), unit),
        saturated(words.get(4), unit),
        saturated(words.get(5), 1),
        saturated(words.get(7), 1));
  }

  /** A product of two unsigned numbers; what a long cannot hold is its largest value. */
  static long saturated(long count, long unit) {
    boolean fits = count >= 0 && unit >= 0 && Math.multiplyHigh(count, unit) == 0;
    return fits && count * unit >= 0 ? count * unit : Long.MAX_VALUE;
  }

  /**
   * The bytes of the name as the kernel has them: the URI keeps them where {@code toString} would
   * decode them in the charset of the locale.
   */
  static MemorySegment path(Arena arena, Path file) {
    String escaped = file.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    byte[] name = bytes.toByteArray();
    // The URI of a directory ends in a slash, with which a symbolic link would be followed.
    int length = name.length > 1 && name[name.length - 1] == '/' ? name.length - 1 : name.length;
    MemorySegment segment = arena.allocate(length + 1L);
    MemorySegment.copy(name, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
    return segment;
  }

  private void bind() {
    if (bound) {
      return;
    }
    bound = true;
    try {
      lgetxattr = CFunction.find("lgetxattr");
      statvfs = CFunction.find("statvfs");
      euidaccess = CFunction.find("euidaccess");
      statx = CFunction.find("statx");
    } catch (IllegalCallerException refused) {
      unavailable = "native access is not enabled (java --enable-native-access=ALL-UNNAMED)";
    } catch (UnsupportedOperationException absent) {
      unavailable = "this Java runtime has no foreign calls on this platform";
    }
  }
}
