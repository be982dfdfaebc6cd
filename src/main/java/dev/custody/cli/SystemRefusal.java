package dev.custody.cli;

import dev.custody.linux.Errno;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure in the middle of custody that the system caused, by refusing a thing that every program
 * needs: descriptors, threads, memory, room. It says nothing of the archive, and it is no defect.
 * The initialisation of a class that fails without a reason is taken for one too, since each class
 * is initialised in every test.
 */
final class SystemRefusal {
  private static final int MOST_CAUSES = 20;

  /** The errno words end the message, before an optional thread name. */
  private static final Pattern IN_PARENTHESES =
      Pattern.compile("\\(([^()]+)\\)(?: \\[in thread \"[^\"]*\"])?\\s*$");

  private static final Map<String, String> REMEDIES =
      Map.of(
          "EMFILE", "raise the limit of open files (ulimit -n) of this container",
          "ENFILE", "the whole node has too many files open; find the process that holds them",
          "ENOMEM", "give the container more memory",
          "ENOSPC", "make room where the message above points, or on the node",
          "EDQUOT", "raise the quota",
          "EROFS", "mount an emptyDir at /tmp");

  private SystemRefusal() {}

  /**
   * Returns what the system refused and what to do, as half a sentence; null for any other failure.
   */
  static @Nullable String of(Throwable thrown) {
    Throwable at = thrown;
    boolean loading = false;
    for (int i = 0; at != null && i < MOST_CAUSES; i++) {
      String message = String.valueOf(at.getMessage());
      if (at instanceof OutOfMemoryError && message.contains("native thread")) {
        return "no more threads can be started here: raise the limit of processes (pids limit,"
            + " ulimit -u) or the memory of this container";
      }
      String errno = errno(at, message);
      if (!errno.equals(Errno.UNKNOWN)) {
        return Errno.words(errno)
            + (at instanceof IOException ? ": " + message : "")
            + "; "
            + REMEDIES.getOrDefault(
                errno, "look at the container and its volumes, then run it again");
      }
      loading |= at instanceof NoClassDefFoundError || at instanceof ExceptionInInitializerError;
      at = at.getCause();
    }
    return loading
        ? "the Java runtime could not load a part of itself ("
            + thrown.getMessage()
            + "); usual causes: too few open files (ulimit -n), too little memory, or a disk that"
            + " fails under the container's own files"
        : null;
  }

  /** The JDK puts the words of the error alone, or in parentheses behind the file. */
  private static String errno(Throwable at, String message) {
    if (at instanceof IOException failure) {
      String name = Errno.name(failure);
      if (!name.equals(Errno.UNKNOWN)) {
        return name;
      }
    }
    Matcher words = IN_PARENTHESES.matcher(message);
    return words.find() ? Errno.nameOf(words.group(1)) : Errno.UNKNOWN;
  }
}
