package dev.custody.cli;

import dev.custody.oci.Progress;
import dev.custody.oci.read.HelperThread;
import dev.custody.report.text.Sizes;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Prints the progress of reading on standard error: on a terminal one line that changes, in a log
 * one line every ten seconds. Shorter work prints nothing.
 */
final class ProgressLine implements Progress, AutoCloseable {
  /** The time before the first line, and between two lines. */
  record Pauses(Duration first, Duration next) {
    static final Pauses LOG = new Pauses(Duration.ofSeconds(10), Duration.ofSeconds(10));
    static final Pauses TERMINAL = new Pauses(Duration.ofSeconds(1), Duration.ofMillis(250));
  }

  private static final String CLEAR = "\r\033[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final Pauses pauses;
  private final AtomicLong total = new AtomicLong();
  private final LongAdder done = new LongAdder();
  private @Nullable Thread teller;
  private long began;
  private boolean closed;

  /** {@code terminal} is whether {@code err} is one. */
  ProgressLine(PrintWriter err, boolean terminal) {
    this(err, terminal, terminal ? Pauses.TERMINAL : Pauses.LOG);
  }

  ProgressLine(PrintWriter err, boolean terminal, Pauses pauses) {
    this.err = err;
    this.terminal = terminal;
    this.pauses = pauses;
  }

  @Override
  public synchronized void total(long bytes) {
    total.addAndGet(bytes);
    if (teller == null && !closed) {
      began = System.nanoTime();
      teller = HelperThread.start("progress", this::tell);
    }
  }

  @Override
  public void advance(long bytes) {
    done.add(bytes);
  }

  private synchronized void tell() {
    boolean told = false;
    try {
      while (!closed) {
        Duration pause = told ? pauses.next() : pauses.first();
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toMillis(); left > 0 && !closed; ) {
          wait(left);
          left = (until - System.nanoTime()) / 1_000_000;
        }
        if (!closed) {
          String line = line(done.sum(), total.get(), Duration.ofNanos(System.nanoTime() - began));
          err.print(terminal ? "\r" + line + "\033[K" : line + "\n");
          err.flush();
          told = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (told && terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }

  /** {@code custody: 3.2 GB of 14.0 GB read, 1.8 GB/s, 6 s left}. */
  static String line(long done, long total, Duration taken) {
    double seconds = Math.max(1e-3, taken.toNanos() / 1e9);
    long rate = (long) (done / seconds);
    String left =
        rate == 0 || done > total
            ? ""
            : String.format(Locale.ROOT, ", %d s left", (total - done + rate - 1) / rate);
    return "custody: "
        + Sizes.brief(done)
        + " of "
        + Sizes.brief(total)
        + " read, "
        + Sizes.brief(rate)
        + "/s"
        + left;
  }

  /** Ends the progress output, and clears its line on a terminal. */
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      closed = true;
      notifyAll();
      last = teller;
    }
    if (last != null) {
      HelperThread.join(last);
    }
  }
}
