package dev.custody.oci.read;

import org.jspecify.annotations.Nullable;

/**
 * Starts threads that only make things faster. If pids.max of the cgroup or RLIMIT_NPROC forbids a
 * thread, the work goes on without it.
 */
public final class HelperThread {
  /** Starts helper threads. */
  @FunctionalInterface
  public interface Starter {
    /** Returns null where no thread can be had. */
    @Nullable Thread start(String name, Runnable work);
  }

  private HelperThread() {}

  /**
   * Starts a daemon thread; null where none can be had.
   *
   * @param name at most 15 characters are seen in /proc/PID/task/TID/comm
   */
  public static @Nullable Thread start(String name, Runnable work) {
    return started(
        Thread.ofPlatform()
            .daemon()
            .name(name)
            // Ignored: the main thread hits and reports the same failure.
            .uncaughtExceptionHandler((_, _) -> {})
            .unstarted(work));
  }

  public static @Nullable Thread started(Thread thread) {
    try {
      thread.start();
      return thread;
    } catch (OutOfMemoryError e) {
      // The JVM reports EAGAIN of clone(2) this way: "unable to create native thread".
      return null;
    }
  }

  /** Waits for a thread's end, whatever interrupts. */
  public static void join(Thread thread) {
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
