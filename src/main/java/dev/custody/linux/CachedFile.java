package dev.custody.linux;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file's pages in the kernel's cache: which there are, and advice on them, posix_fadvise(2).
 * Advice belongs to the pages, not to the descriptor that reads them, so this one is its own; it
 * never reads content. Where a call cannot be made, nothing happens.
 */
public final class CachedFile implements Closeable {
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  // linux/fs.h: fail rather than wait for the storage.
  private static final int RWF_NOWAIT = 8;
  // fcntl.h, on every architecture but s390x.
  private static final int RANDOM = 1;
  private static final int DONT_NEED = 4;
  private static final int IOVEC_BYTES = 16;

  private final Calls calls;
  private final int descriptor;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = CFunction.state(arena);

  /** A struct iovec, and the byte it leads to. */
  private final MemorySegment oneByte = arena.allocate(IOVEC_BYTES, Long.BYTES);

  private CachedFile(Calls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
    oneByte.set(ValueLayout.ADDRESS, 0, arena.allocate(1));
    oneByte.set(ValueLayout.JAVA_LONG, Long.BYTES, 1);
  }

  /** The four functions. */
  private record Calls(CFunction open, CFunction close, CFunction advise, CFunction read) {}

  /** Bound on first use, which takes tens of milliseconds. */
  private static final class Bound {
    static final @Nullable Calls CALLS = bind();
  }

  /** Binds the functions, for a thread that has nothing else to do. */
  public static void prepare() {
    Objects.requireNonNullElse(Bound.CALLS, "");
  }

  /** Opens a regular file; null where that, or calling the C library, is not possible. */
  public static @Nullable CachedFile open(Path file) {
    Calls calls = Bound.CALLS;
    if (calls == null) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      long path = Libc.path(arena, file).address();
      int descriptor = (int) calls.open.call(CFunction.state(arena), path, O_NONBLOCK | O_CLOEXEC);
      if (descriptor < 0) {
        return null;
      }
      CachedFile opened = new CachedFile(calls, descriptor);
      // Asking for a page must not have the kernel read ahead from there.
      opened.advise(0, 0, RANDOM);
      return opened;
    }
  }

  private static @Nullable Calls bind() {
    try {
      CFunction open = CFunction.find("open");
      CFunction close = CFunction.find("close");
      CFunction advise = CFunction.find("posix_fadvise");
      CFunction read = CFunction.find("preadv2");
      return open == null || close == null || advise == null || read == null
          ? null
          : new Calls(open, close, advise, read);
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      return null;
    }
  }

  /**
   * Whether the page at an offset is in the cache: a read that must not wait (preadv2(2),
   * RWF_NOWAIT) succeeds. True also where that cannot be asked. Where it is false, the kernel has
   * begun to read that page; mincore(2) would not, but tells only a file's owner and its writers.
   */
  public synchronized boolean holds(long offset) {
    long n = calls.read.call(state, descriptor, oneByte.address(), 1, offset, RWF_NOWAIT);
    return n >= 0 || !CFunction.errno(state).equals("EAGAIN");
  }

  /** Gives these pages up where they are clean (POSIX_FADV_DONTNEED). */
  public void drop(long offset, long length) {
    advise(offset, length, DONT_NEED);
  }

  /** A refusal changes nothing: it is advice. */
  private synchronized void advise(long offset, long length, int advice) {
    calls.advise.call(state, descriptor, offset, length, advice);
  }

  @Override
  public synchronized void close() {
    calls.close.call(state, descriptor);
    arena.close();
  }
}
