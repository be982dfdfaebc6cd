package dev.custody.linux;

import java.io.IOException;

/** A file that either gets its final name or disappears, even if a signal ends the process. */
final class TemporaryName implements AutoCloseable {
  private final int directory;
  private final String name;
  private final Thread atEnd = new Thread(this::end, "remove-temporary");
  private boolean there;
  private boolean ended;

  /**
   * Reserves the name; nothing is created yet.
   *
   * @throws IOException if the process is being ended
   */
  TemporaryName(int directory, String name) throws IOException {
    this.directory = directory;
    this.name = name;
    try {
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      throw new IOException("custody is being terminated", e);
    }
  }

  synchronized int create(int flags, int mode) throws IOException {
    if (ended) {
      // Nobody would remove it.
      throw new IOException("custody is being terminated");
    }
    int file = FileCalls.open(directory, name, flags, mode);
    there = true;
    return file;
  }

  /** Gives the name to a file that has none. */
  synchronized void link(int file) throws IOException {
    if (ended) {
      throw new IOException("custody is being terminated");
    }
    FileCalls.link(file, directory, name);
    there = true;
  }

  synchronized void renameTo(String target) throws RefusedException {
    FileCalls.rename(directory, name, target);
    there = false;
  }

  /** Removes the file when a signal ends the process, while the thread that writes goes on. */
  private synchronized void end() {
    ended = true;
    remove();
  }

  private synchronized void remove() {
    if (there) {
      there = false;
      try {
        FileCalls.unlink(directory, name);
      } catch (RefusedException e) {
        // Gone already, or the directory lets nobody remove a name.
      }
    }
  }

  @Override
  public void close() {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // It runs, or has run.
    }
    remove();
  }
}
