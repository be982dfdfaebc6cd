package dev.custody.linux;

import java.io.IOException;
import java.util.Map;

/**
 * A file could not be written: which call refused, and with which error number.
 *
 * <p>{@link #getMessage} is half a sentence for people: {@code no space left on the volume
 * (ENOSPC)}.
 */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private static final Map<String, String> WORDS =
      Map.of(
          "EACCES", "permission denied",
          "EPERM", "not permitted",
          "ENOSPC", "no space is left on the volume",
          "EDQUOT", "the quota is used up, even if the volume has space left",
          "EROFS", "the file system is mounted read-only",
          "EIO", "the storage reports an input/output error",
          "EFBIG", "the file would be larger than the limit allows (ulimit -f)",
          "ENOENT", "its directory does not exist");

  /** The errors of the name or of this process. No cause is looked for, and their words say all. */
  private static final Map<String, String> WITH_REMEDY =
      Map.of(
          "ENOTDIR", "a part of its path is not a directory; correct the path",
          "ENAMETOOLONG", "the name is too long; give a shorter one",
          "ELOOP", "its path leads in a circle of symbolic links; name the file itself",
          "EISDIR", "it is a directory, name a file in it",
          "EMFILE", "too many files are open; raise the limit (ulimit -n)",
          "ENFILE", "too many files are open on the node; find the process that holds them");

  private final String errno;

  private RefusedException(String message, String errno) {
    super(message);
    this.errno = errno;
  }

  /** A call failed with that errno name. */
  static RefusedException of(String call, String errno) {
    String words = WITH_REMEDY.getOrDefault(errno, WORDS.get(errno));
    return new RefusedException(
        words == null ? call + " says " + errno : words + " (" + errno + ")", errno);
  }

  /** The directory is there and is held open, and still the kernel knows no such name in it. */
  static RefusedException noNewFiles() {
    return new RefusedException("no file can be created in this directory (ENOENT)", "ENOENT");
  }

  /** Returns the exception for a refusal by custody itself. */
  static RefusedException because(String reason) {
    return new RefusedException(reason, "");
  }

  /** Whether a cause may be behind it, which the message does not name. */
  public boolean mayHaveCause() {
    return !errno.isEmpty() && !WITH_REMEDY.containsKey(errno);
  }

  /** The name of the error number; empty where no call failed. */
  public String errno() {
    return errno;
  }
}
