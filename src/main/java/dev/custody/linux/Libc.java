package dev.custody.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The calls for which the JDK has no method: lgetxattr(2) of the attributes that only the kernel
 * writes, and statvfs(3) for free inodes. The only user of {@code java.lang.foreign}. Where a call
 * cannot be bound, every answer is null, which callers report as not checked.
 */
final class Libc {
  /** No label and no ACL is larger; XATTR_SIZE_MAX is 64 KiB. */
  private static final int VALUE_BYTES = 65536;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final @Nullable MethodHandle lgetxattr;
  private final @Nullable MethodHandle statvfs;

  Libc() {
    lgetxattr =
        bind(
            "lgetxattr",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG));
    statvfs =
        bind(
            "statvfs",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  }

  /**
   * An attribute's value or the errno name of the failure.
   *
   * @param value null on failure
   * @param errno null on success
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Attribute(byte @Nullable [] value, @Nullable String errno) {}

  /** lgetxattr(2); null if the call cannot be made here. */
  @Nullable Attribute attribute(String path, String name) {
    if (lgetxattr == null) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment value = arena.allocate(VALUE_BYTES);
      long size =
          (long)
              lgetxattr.invokeExact(
                  state,
                  arena.allocateFrom(path, StandardCharsets.UTF_8),
                  arena.allocateFrom(name, StandardCharsets.UTF_8),
                  value,
                  (long) VALUE_BYTES);
      return size < 0
          ? new Attribute(null, Errno.name((int) ERRNO.get(state, 0L)))
          : new Attribute(value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE), null);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** statvfs(3) as a {@link Space}; null if the call cannot be made here. */
  @Nullable Space space(String path) {
    if (statvfs == null) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      // struct statvfs of every 64-bit Linux libc: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail,
      // f_files, f_ffree,
      // f_favail, each 8 bytes; what follows is not read.
      MemorySegment buffer = arena.allocate(256, 8);
      int result =
          (int)
              statvfs.invokeExact(state, arena.allocateFrom(path, StandardCharsets.UTF_8), buffer);
      if (result != 0) {
        return new Space(path, null, null, null, null, Errno.name((int) ERRNO.get(state, 0L)));
      }
      long fragment = buffer.get(ValueLayout.JAVA_LONG, 8);
      long inodes = buffer.get(ValueLayout.JAVA_LONG, 40);
      return new Space(
          path,
          bytes(buffer.get(ValueLayout.JAVA_LONG, 16), fragment),
          bytes(buffer.get(ValueLayout.JAVA_LONG, 32), fragment),
          // btrfs and some network file systems answer 0 of 0: they do not count inodes.
          inodes == 0 ? null : inodes,
          inodes == 0 ? null : buffer.get(ValueLayout.JAVA_LONG, 56),
          null);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static long bytes(long blocks, long fragment) {
    return blocks > Long.MAX_VALUE / Math.max(1, fragment) ? Long.MAX_VALUE : blocks * fragment;
  }

  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle bind(String name, FunctionDescriptor descriptor) {
    if (ValueLayout.ADDRESS.byteSize() != 8) {
      return null;
    }
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find(name)
          .map(symbol ->
              linker.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno")))
          .orElse(null);
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException("a libc call does not throw", e);
    }
  }
}
