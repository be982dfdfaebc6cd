package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A directory to write in, reached name by name and held by its descriptor. On a volume that other
 * tasks can write, a symbolic link may lead anywhere, so a link is followed only where nobody else
 * could have made it: in a directory that belongs to root or to this process, and that neither its
 * group nor others can write.
 */
final class OutputDirectory implements AutoCloseable {
  private static final int HANDLE =
      FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

  private static final int OTHERS_WRITE = 0022;
  private static final int PERMISSIONS = 0777;

  private int descriptor;
  private int links;

  private OutputDirectory(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens it.
   *
   * @param directory absolute
   * @param make makes what is missing, each with the permissions of the directory it is in
   */
  static OutputDirectory open(Path directory, boolean make) throws IOException {
    OutputDirectory at = new OutputDirectory(FileCalls.open(FileCalls.AT_FDCWD, "/", HANDLE, 0));
    try {
      Deque<String> names = new ArrayDeque<>();
      push(names, directory);
      while (!names.isEmpty()) {
        at.enter(names.pop(), names, make);
      }
      return at;
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }

  private static void push(Deque<String> names, Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      if (!path.getName(i).toString().isEmpty()) {
        names.push(path.getName(i).toString());
      }
    }
  }

  private void enter(String name, Deque<String> rest, boolean make) throws IOException {
    int next;
    try {
      next = FileCalls.open(descriptor, name, HANDLE, 0);
    } catch (RefusedException e) {
      if (e.errno().equals("ENOENT") && make) {
        next = made(name);
      } else if (e.errno().equals("ELOOP") || e.errno().equals("ENOTDIR")) {
        Path target = link(name);
        if (target == null) {
          throw RefusedException.of("openat", "ENOTDIR");
        }
        push(rest, target);
        if (!target.isAbsolute()) {
          return;
        }
        next = FileCalls.open(FileCalls.AT_FDCWD, "/", HANDLE, 0);
      } else {
        throw e;
      }
    }
    FileCalls.release(descriptor);
    descriptor = next;
  }

  private int made(String name) throws IOException {
    int mode = attribute(path(), "mode") & PERMISSIONS;
    try {
      FileCalls.makeDirectory(descriptor, name, mode);
    } catch (RefusedException e) {
      // EEXIST: another task was quicker.
      if (!e.errno().equals("EEXIST")) {
        throw e;
      }
    }
    // Under this name there may be another task's directory by now, so its mode is not touched.
    return FileCalls.open(descriptor, name, HANDLE, 0);
  }

  /**
   * Returns the target of a symbolic link; null if the name is not a link.
   *
   * @throws RefusedException if it may not be followed
   */
  @Nullable Path link(String name) throws IOException {
    Path link = child(name);
    if (!Files.isSymbolicLink(link)) {
      return null;
    }
    int mode = attribute(path(), "mode");
    int owner = attribute(path(), "uid");
    int me = attribute(Path.of("/proc/self"), "uid");
    if ((mode & OTHERS_WRITE) != 0 || (owner != 0 && owner != me)) {
      throw RefusedException.because(
          name
              + " is a symbolic link in a directory that others can write, so it is not followed;"
              + " name the file it leads to");
    }
    if (++links > PathWalk.MAX_LINKS) {
      throw RefusedException.of("openat", "ELOOP");
    }
    return Files.readSymbolicLink(link);
  }

  private static int attribute(Path path, String name) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:" + name);
  }

  int descriptor() {
    return descriptor;
  }

  private Path path() {
    return Path.of(FileCalls.path(descriptor));
  }

  /** A name in it, for calls by path: only the last name is looked up. */
  Path child(String name) {
    return path().resolve(name);
  }

  /** Returns the status of a name, links not followed; null if there is no such name. */
  @Nullable Status status(String name) throws IOException {
    try {
      return Status.of(child(name), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The type, links and size in bytes of a file. */
  record Status(int mode, int links, long size) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;

    static Status of(Path file, LinkOption... options) throws IOException {
      return new Status(
          (Integer) Files.getAttribute(file, "unix:mode", options),
          (Integer) Files.getAttribute(file, "unix:nlink", options),
          (Long) Files.getAttribute(file, "unix:size", options));
    }

    boolean regular() {
      return (mode & TYPE) == REGULAR;
    }

    boolean directory() {
      return (mode & TYPE) == DIRECTORY;
    }
  }

  @Override
  public void close() {
    FileCalls.release(descriptor);
  }
}
