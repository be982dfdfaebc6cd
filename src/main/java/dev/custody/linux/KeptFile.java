package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is about to be replaced, kept under another name of its directory. It has both names
 * until the new file takes the first one, so that a process that is killed loses neither.
 */
public final class KeptFile {
  private static final int MOST_NAMES = 100;

  private KeptFile() {}

  /**
   * Keeps the file {@code target} under another name.
   *
   * @param target absolute
   * @param stem the other name without its end, to which {@code -2}, {@code -3} … is added where it
   *     is taken
   * @param end the other name's end, with its dot; may be empty
   * @return the other name; null if there is nothing to keep: no file, or an empty one
   * @throws IOException if it cannot be kept; its message is half a sentence for people
   */
  public static @Nullable String keep(Path target, String stem, String end) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw RefusedException.of("openat", "EISDIR");
    }
    String name = target.getFileName().toString();
    try (OutputDirectory directory = OutputDirectory.open(parent, false)) {
      OutputDirectory.Status status = directory.status(name);
      if (status == null || (status.regular() && status.size() == 0)) {
        return null;
      }
      if (!status.regular()) {
        throw RefusedException.because("it is not a regular file");
      }
      if (FileCalls.appendOnly(directory.descriptor())) {
        throw RefusedException.because("its directory is append-only (chattr +a)");
      }
      for (int i = 1; i <= MOST_NAMES; i++) {
        String other = stem + (i == 1 ? "" : "-" + i) + end;
        if (renamed(directory, name, other)) {
          return other;
        }
      }
      throw RefusedException.because(MOST_NAMES + " earlier files are beside it already");
    } catch (RefusedException e) {
      if (e.errno().equals("ENOENT")) {
        return null;
      }
      throw e;
    } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
      throw RefusedException.because("this Java runtime cannot call the C library");
    }
  }

  /** Gives the file its other name; false if that is taken. */
  private static boolean renamed(OutputDirectory directory, String name, String other)
      throws IOException {
    try {
      FileCalls.link(directory.descriptor(), name, other);
      return true;
    } catch (RefusedException e) {
      if (e.errno().equals("EEXIST") || directory.status(other) != null) {
        return false;
      }
      // A file system without hard links, or the file of another user (protected_hardlinks).
      FileCalls.rename(directory.descriptor(), name, other);
      return true;
    }
  }
}
