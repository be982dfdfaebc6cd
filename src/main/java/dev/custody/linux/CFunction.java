package dev.custody.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A function of the C library, called with up to six integers or addresses.
 *
 * <p>All are called by one shape, because it is the shape that the JVM takes 20 ms and more to
 * link. That works where {@code long} has 64 bits: each of the first six integers and addresses
 * travels in a register of its own, from which a function takes as many bits as it declares, and
 * what it does not declare it does not look at (System V ABI for AMD64, 3.2.3; AAPCS64, 6.8.2). So
 * does the variable argument of open(2).
 */
final class CFunction {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG);
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final int ERRNO = offset(STATE, "errno");

  private static @Nullable MethodHandle linked;

  private final MethodHandle handle;
  private final MemorySegment address;

  private CFunction(MethodHandle handle, MemorySegment address) {
    this.handle = handle;
    this.address = address;
  }

  /**
   * Returns the function of a name; null if the C library has none.
   *
   * @throws IllegalCallerException if native access is not enabled
   * @throws UnsupportedOperationException if the runtime has no foreign calls, or 32 bits
   */
  static @Nullable CFunction find(String name) {
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      throw new UnsupportedOperationException("not a 64-bit system");
    }
    MethodHandle handle = link();
    return Linker.nativeLinker()
        .defaultLookup()
        .find(name)
        .map(address -> new CFunction(handle, address))
        .orElse(null);
  }

  /**
   * One that every C library has.
   *
   * @throws UnsupportedOperationException also if this one has not
   */
  static CFunction need(String name) {
    CFunction function = find(name);
    if (function == null) {
      throw new UnsupportedOperationException("the C library has no " + name);
    }
    return function;
  }

  @SuppressWarnings("restricted")
  private static synchronized MethodHandle link() {
    if (linked == null) {
      linked = Linker.nativeLinker().downcallHandle(SHAPE, Linker.Option.captureCallState("errno"));
    }
    return linked;
  }

  /** Calls a function and ignores its result; does nothing if it cannot be called. */
  static void once(String name, long a, long b) {
    try (Arena arena = Arena.ofConfined()) {
      CFunction function = find(name);
      if (function != null) {
        function.call(state(arena), a, b);
      }
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      // Treated as a missing function.
    }
  }

  /** Returns memory in which a call leaves its errno. */
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  /**
   * Returns a member's offset, computed by hand: {@code byteOffset} makes the JVM generate six
   * classes.
   */
  private static int offset(StructLayout struct, String member) {
    long offset = 0;
    for (MemoryLayout each : struct.memberLayouts()) {
      if (each.name().filter(member::equals).isPresent()) {
        return Math.toIntExact(offset);
      }
      offset += each.byteSize();
    }
    throw new UnsupportedOperationException("no " + member + " in " + struct);
  }

  /** A struct's bytes: a buffer needs none of the handles that the JVM links for a layout. */
  static ByteBuffer bytes(MemorySegment struct) {
    return struct.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** The errno's name, after a call that said it failed. */
  static String errno(MemorySegment state) {
    int number = bytes(state).getInt(ERRNO);
    String name = Errno.name(number);
    return name.equals(Errno.UNKNOWN) ? "errno " + number : name;
  }

  /**
   * Calls the function with these arguments and zeros after them. If it returns {@code int}, the
   * caller takes the lower half.
   */
  long call(MemorySegment state, long a) {
    return call(state, a, 0, 0, 0, 0, 0);
  }

  long call(MemorySegment state, long a, long b) {
    return call(state, a, b, 0, 0, 0, 0);
  }

  long call(MemorySegment state, long a, long b, long c) {
    return call(state, a, b, c, 0, 0, 0);
  }

  long call(MemorySegment state, long a, long b, long c, long d) {
    return call(state, a, b, c, d, 0, 0);
  }

  long call(MemorySegment state, long a, long b, long c, long d, long e) {
    return call(state, a, b, c, d, e, 0);
  }

  long call(MemorySegment state, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) handle.invokeExact(address, state, a, b, c, d, e, f);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable never) {
      // A foreign call throws nothing else, but invokeExact declares Throwable.
      throw new IllegalStateException(never);
    }
  }
}
