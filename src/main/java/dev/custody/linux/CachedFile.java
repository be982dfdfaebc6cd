package dev.custody.linux;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  // mman.h.
  private static final int PROT_READ = 1;
  private static final int MAP_SHARED = 1;
  private static final long MAP_FAILED = -1;
  private static final int IOVEC_BYTES = 16;

  /** The largest page of any kernel, in bytes. */
  private static final long LARGEST_PAGE = 64 * 1024;

  private final Calls calls;
  private final int descriptor;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = CFunction.state(arena);

  /** The buffer of preadv2 and of mincore. */
  private final MemorySegment oneByte = arena.allocate(1);

  /** A struct iovec that leads there. */
  private final MemorySegment vector = arena.allocate(IOVEC_BYTES, Long.BYTES);

  private CachedFile(Calls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
    CFunction.bytes(vector).putLong(0, oneByte.address()).putLong(Long.BYTES, oneByte.byteSize());
  }

  /** The functions; a C library may lack preadv2. */
  private record Calls(
      CFunction open,
      CFunction close,
      CFunction advise,
      CFunction map,
      CFunction unmap,
      CFunction resident,
      @Nullable CFunction read) {}

  /** Holds the functions, which are bound on first use: that takes tens of milliseconds. */
  private static final class Bound {
    static final @Nullable Calls CALLS = bind();
  }

  /** Binds the functions early, in a thread that has nothing else to do. */
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
      // Asking for a page must not make the kernel read ahead from there.
      opened.advise(0, 0, RANDOM);
      return opened;
    }
  }

  private static @Nullable Calls bind() {
    try {
      return new Calls(
          CFunction.need("open"),
          CFunction.need("close"),
          CFunction.need("posix_fadvise"),
          CFunction.need("mmap"),
          CFunction.need("munmap"),
          CFunction.need("mincore"),
          CFunction.find("preadv2"));
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      return null;
    }
  }

  /**
   * Whether the page at an offset is in the cache: a read that must not wait (preadv2(2),
   * RWF_NOWAIT) succeeds. Where it does not, the kernel has begun to read that page. Overlay and
   * network file systems refuse such a read; there mincore(2) is asked, which answers only a file's
   * owner and its writers, and says yes to others. True also where nothing can be asked.
   */
  public synchronized boolean holds(long offset) {
    CFunction read = calls.read;
    if (read != null) {
      long n = read.call(state, descriptor, vector.address(), 1, offset, RWF_NOWAIT);
      if (n >= 0) {
        return true;
      }
      if (CFunction.errno(state).equals("EAGAIN")) {
        return false;
      }
    }
    return resident(offset & -LARGEST_PAGE);
  }

  private boolean resident(long offset) {
    long length = oneByte.byteSize();
    long page = calls.map.call(state, 0, length, PROT_READ, MAP_SHARED, descriptor, offset);
    if (page == MAP_FAILED) {
      return true;
    }
    try {
      long answered = (int) calls.resident.call(state, page, length, oneByte.address());
      return answered != 0 || (CFunction.bytes(oneByte).get(0) & 1) != 0;
    } finally {
      calls.unmap.call(state, page, length);
    }
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
