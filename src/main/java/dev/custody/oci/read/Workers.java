package dev.custody.oci.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work on many items, on as many threads as were asked for and can be had. The items
 * are begun in their order; each thread has its own buffers, made once.
 *
 * @param threads 1 and up; the calling thread is one of them
 * @param starter of the others
 */
public record Workers(int threads, HelperThread.Starter starter) {
  public Workers(int threads) {
    this(threads, HelperThread::start);
  }

  /** The buffers of one thread. */
  public static final class Scratch {
    /**
     * The size of a short buffer, which holds most archives' JSON; a large one costs more to clear.
     */
    private static final int SHORT = 16 * 1024;

    private final AtomicInteger spare;
    private final HelperThread.Starter starter;
    private @Nullable ByteBuffer direct;
    private byte @Nullable [] bytes;
    private byte @Nullable [][] ring;

    private Scratch(AtomicInteger spare, HelperThread.Starter starter) {
      this.spare = spare;
      this.starter = starter;
    }

    /**
     * A buffer for content that is only read: outside the heap, so that a read copies once.
     *
     * @param length how much is left to read; a claim, the buffer is never above {@link
     *     RandomAccessBytes#BUFFER_SIZE}
     */
    public ByteBuffer direct(long length) {
      int wanted = length <= SHORT ? SHORT : RandomAccessBytes.BUFFER_SIZE;
      if (direct == null || direct.capacity() < wanted) {
        direct = ByteBuffer.allocateDirect(wanted);
      }
      return direct;
    }

    /** Returns the buffer for content that is looked at. */
    public byte[] bytes() {
      if (bytes == null) {
        bytes = new byte[RandomAccessBytes.BUFFER_SIZE];
      }
      return bytes;
    }

    /** Takes a thread that was asked for and has nothing to do, if there is one. */
    public boolean takeSpare() {
      return spare.get() > 0 && spare.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** Gives back what {@link #takeSpare} took. */
    public void giveSpare() {
      spare.incrementAndGet();
    }

    /** Starts a thread that {@link #takeSpare} gave; null where none can be had. */
    public @Nullable Thread start(String name, Runnable work) {
      return starter.start(name, work);
    }

    /**
     * Returns the buffers for reading ahead, which are kept for the next blob: a thread reads one
     * at a time.
     */
    public byte[][] takeRing() {
      byte[][] kept = ring;
      ring = null;
      return kept != null ? kept : new byte[AheadStream.BUFFERS][AheadStream.SIZE];
    }

    /** Gives back what {@link #takeRing} gave, when nobody writes to it any more. */
    public void giveRing(byte[][] done) {
      ring = done;
    }
  }

  /** Work on one item. */
  public interface Work<T> {
    void on(T item, Scratch scratch);
  }

  /** A scratch for one thread that may start all the others. */
  public Scratch alone() {
    return new Scratch(new AtomicInteger(threads - 1), starter);
  }

  /**
   * Returns when all items are done. The first thing that the work throws is thrown here, as soon
   * as the items that others have in work are done; no more are begun.
   *
   * @throws IllegalStateException if the calling thread was interrupted while it waited; the others
   *     are interrupted too
   */
  public <T> void each(List<T> items, Work<T> work) {
    int working = Math.clamp(items.size(), 1, threads);
    Round<T> round = new Round<>(items, work, new AtomicInteger(threads - working), starter);
    List<Thread> helpers = new ArrayList<>();
    while (helpers.size() < working - 1) {
      Thread helper = starter.start("reader", round);
      if (helper == null) {
        break;
      }
      helpers.add(helper);
    }
    round.run();
    round.await(helpers);
    round.rethrow();
  }

  /** The state that the threads share while they go through the items. */
  private static final class Round<T> implements Runnable {
    private final List<T> items;
    private final Work<T> work;
    private final AtomicInteger spare;
    private final HelperThread.Starter starter;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Round(List<T> items, Work<T> work, AtomicInteger spare, HelperThread.Starter starter) {
      this.items = items;
      this.work = work;
      this.spare = spare;
      this.starter = starter;
    }

    @Override
    public void run() {
      try {
        Scratch scratch = new Scratch(spare, starter);
        while (failure.get() == null) {
          int i = next.getAndIncrement();
          if (i >= items.size()) {
            break;
          }
          work.on(items.get(i), scratch);
        }
        spare.incrementAndGet();
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
    }

    void await(List<Thread> helpers) {
      boolean interrupted = false;
      for (Thread helper : helpers) {
        while (helper.isAlive()) {
          try {
            helper.join();
          } catch (InterruptedException e) {
            interrupted = true;
            failure.compareAndSet(null, new IllegalStateException("interrupted while it waited"));
            helpers.forEach(Thread::interrupt);
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void rethrow() {
      switch (failure.get()) {
        case null -> {}
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}
