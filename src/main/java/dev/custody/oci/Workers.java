package dev.custody.oci;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the same work on many items, on as many threads as were asked for. The items are begun in
 * their order; each thread has its own buffers, made once.
 *
 * @param threads 1 and up; one means the calling thread
 */
record Workers(int threads) {
  /** What one thread works with. */
  static final class Scratch {
    /** For content that is only read: outside the heap, so that a read copies once. */
    final ByteBuffer direct = ByteBuffer.allocateDirect(Reads.BUFFER);

    /** For content that is looked at. */
    final byte[] bytes = new byte[Reads.BUFFER];

    private final AtomicInteger spare;

    private Scratch(AtomicInteger spare) {
      this.spare = spare;
    }

    /** For a thread that works alone, of as many as were asked for. */
    static Scratch alone(int threads) {
      return new Scratch(new AtomicInteger(threads - 1));
    }

    /** Takes a thread that was asked for and has nothing to do, if there is one. */
    boolean takeSpare() {
      return spare.get() > 0 && spare.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** Gives back what {@link #takeSpare} took. */
    void giveSpare() {
      spare.incrementAndGet();
    }
  }

  /** Work on one item. */
  interface Work<T> {
    void on(T item, Scratch scratch);
  }

  /** Returns when all items are done. What the work throws ends it, and is thrown here. */
  <T> void each(List<T> items, Work<T> work) {
    int working = Math.min(threads, items.size());
    AtomicInteger next = new AtomicInteger();
    AtomicInteger spare = new AtomicInteger(threads - working);
    Runnable run =
        () -> {
          Scratch scratch = new Scratch(spare);
          for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
            work.on(items.get(i), scratch);
          }
          spare.incrementAndGet();
        };
    if (working <= 1) {
      run.run();
      return;
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(working)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < working; i++) {
        running.add(pool.submit(run));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a thread's end, whatever interrupts. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
