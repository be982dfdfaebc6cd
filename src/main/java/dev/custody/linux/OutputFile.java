package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file so that a reader sees the old content or the new, never a part: a new file in the
 * same directory, without a name where the file system has such files, forced to disk, then linked
 * or renamed to its name. Where that is impossible (a mounted file, a sticky or append-only
 * directory, a file system without rename) it writes in place, as a shell's redirect does. Links
 * that another task could have made are not followed, and pipes, sockets and devices are not
 * opened. The mode is 0644 whatever the umask, since another uid must read it.
 */
public final class OutputFile {
  private static final int MODE = 0644;
  private static final int NEW =
      FileCalls.O_WRONLY
          | FileCalls.O_CREAT
          | FileCalls.O_EXCL
          | FileCalls.O_NOFOLLOW
          | FileCalls.O_CLOEXEC;
  private static final int EXISTING =
      FileCalls.O_WRONLY | FileCalls.O_NOFOLLOW | FileCalls.O_NONBLOCK | FileCalls.O_CLOEXEC;

  private final OutputDirectory directory;
  private final String name;
  private final byte[] content;
  private final boolean forced;

  private OutputFile(OutputDirectory directory, String name, byte[] content, boolean forced) {
    this.directory = directory;
    this.name = name;
    this.content = content;
    this.forced = forced;
  }

  /**
   * Replaces {@code target} with {@code content}.
   *
   * @param target absolute
   * @param makeDirectories makes missing directories, with the permissions of those they are in
   * @throws IOException if it is not there now; its message is half a sentence for people
   */
  public static void write(Path target, byte[] content, boolean makeDirectories)
      throws IOException {
    write(target, content, makeDirectories, true);
  }

  /** The same in a directory that exists, not forced to disk: for what is soon replaced. */
  public static void writeUnforced(Path target, byte[] content) throws IOException {
    write(target, content, false, false);
  }

  private static void write(Path target, byte[] content, boolean makeDirectories, boolean forced)
      throws IOException {
    Path linked = writeOrFollow(target, content, makeDirectories, forced);
    for (int links = 1; linked != null; links++) {
      if (links > PathWalk.MAX_LINKS) {
        throw RefusedException.of("openat", "ELOOP");
      }
      linked = writeOrFollow(linked, content, false, forced);
    }
  }

  /**
   * Writes the file, or returns the target of the symbolic link of that name; null if it was
   * written.
   */
  private static @Nullable Path writeOrFollow(
      Path target, byte[] content, boolean makeDirectories, boolean forced) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw RefusedException.of("openat", "EISDIR");
    }
    String name = target.getFileName().toString();
    try (OutputDirectory directory = OutputDirectory.open(parent, makeDirectories)) {
      Path link = directory.link(name);
      if (link == null) {
        new OutputFile(directory, name, content, forced).write();
      }
      return link == null ? null : parent.resolve(link);
    } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
      throw RefusedException.because("this Java runtime cannot call the C library");
    }
  }

  /**
   * Adds to a file, pipe or terminal that the process has open already.
   *
   * @throws IOException also if nothing is open for writing under that number
   */
  public static void write(int descriptor, byte[] content) throws IOException {
    try {
      FileCalls.write(descriptor, content);
    } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
      throw RefusedException.because("this Java runtime cannot call the C library");
    }
  }

  private void write() throws IOException {
    OutputDirectory.Status status = directory.status(name);
    if (status != null) {
      if (status.directory()) {
        throw RefusedException.of("openat", "EISDIR");
      }
      if (!status.regular()) {
        throw RefusedException.because(
            "it is a pipe, a socket or a device, which custody does not write to; name a file");
      }
    }
    if (FileCalls.appendOnly(directory.descriptor()) || !(linked(status != null) || replaced())) {
      writeInPlace(status);
    }
  }

  /**
   * Writes a file without a name and names it last, so that a process that is killed leaves
   * nothing. False where the file system has no such files, or this one cannot take the name.
   */
  private boolean linked(boolean taken) throws IOException {
    int file;
    try {
      file = FileCalls.openUnnamed(directory.descriptor(), MODE);
    } catch (RefusedException e) {
      return false;
    }
    try {
      fill(file);
      return named(file, taken);
    } finally {
      FileCalls.release(file);
    }
  }

  private boolean named(int file, boolean taken) throws IOException {
    try {
      if (!taken) {
        FileCalls.link(file, directory.descriptor(), name);
        return true;
      }
      // linkat(2) does not replace: the file gets a name of its own, which is renamed at once.
      // A SIGKILL between the two leaves that name, with the whole content, beside the old file.
      try (TemporaryName held = temporary()) {
        held.link(file);
        held.renameTo(name);
      }
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private TemporaryName temporary() throws IOException {
    return new TemporaryName(directory.descriptor(), "." + name + "." + RandomName.next() + ".tmp");
  }

  /** Replaces the file by a new one; false if none can be made here or it cannot take the name. */
  private boolean replaced() throws IOException {
    try (TemporaryName held = temporary()) {
      int file;
      try {
        file = held.create(NEW, MODE);
      } catch (RefusedException e) {
        return false;
      }
      fillAndClose(file);
      try {
        held.renameTo(name);
      } catch (RefusedException e) {
        return false;
      }
      return true;
    }
  }

  private void fill(int file) throws IOException {
    FileCalls.write(file, content);
    force(file);
    // If the mount fixes the mode, the file gets the mode that all files have there.
    boolean _ = FileCalls.chmod(file, MODE);
  }

  private void force(int file) throws IOException {
    if (forced) {
      FileCalls.sync(file);
    }
  }

  private void fillAndClose(int file) throws IOException {
    try {
      fill(file);
    } catch (RefusedException e) {
      FileCalls.release(file);
      throw e;
    }
    FileCalls.close(file);
  }

  private void writeInPlace(OutputDirectory.@Nullable Status status) throws IOException {
    if (status == null) {
      int file = create();
      try {
        fillAndClose(file);
      } catch (RefusedException e) {
        removeNew();
        throw e;
      }
      return;
    }
    int file = FileCalls.open(directory.descriptor(), name, EXISTING, 0);
    try {
      OutputDirectory.Status now = OutputDirectory.Status.of(Path.of(FileCalls.path(file)));
      if (!now.regular() || now.links() > 1) {
        throw RefusedException.because(
            "it has another name as well (a hard link), or it was exchanged just now");
      }
      try {
        // First, so that a process that is killed leaves no end of what was there before.
        FileCalls.truncate(file, 0);
        FileCalls.write(file, content);
        force(file);
      } catch (RefusedException e) {
        // An empty file is better than a part, which could be taken for the whole.
        FileCalls.truncate(file, 0);
        throw e;
      }
    } catch (IOException e) {
      FileCalls.release(file);
      throw e;
    }
    FileCalls.close(file);
  }

  private int create() throws RefusedException {
    try {
      return FileCalls.open(directory.descriptor(), name, NEW, MODE);
    } catch (RefusedException e) {
      throw e.errno().equals("ENOENT") ? RefusedException.noNewFiles() : e;
    }
  }

  private void removeNew() {
    try {
      FileCalls.unlink(directory.descriptor(), name);
    } catch (RefusedException e) {
      // Its directory is append-only: an empty file stays.
    }
  }
}
