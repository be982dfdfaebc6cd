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
      Map.ofEntries(
          Map.entry("EACCES", "permission denied"),
          Map.entry("EPERM", "not permitted"),
          Map.entry("ENOSPC", "no space is left on the volume"),
          Map.entry("EDQUOT", "the quota is used up, whatever room the volume has"),
          Map.entry("EROFS", "the file system is mounted read-only"),
          Map.entry("EIO", "the storage reports an input/output error"),
          Map.entry("ENOENT", "its directory does not exist"),
          Map.entry("ENOTDIR", "a part of its path is no directory; correct the path"),
          Map.entry("ENAMETOOLONG", "the name is too long; give a shorter one"),
          Map.entry("ELOOP", "its path leads in a circle of symbolic links; name the file itself"),
          Map.entry("EISDIR", "it is a directory, name a file in it"),
          Map.entry("EFBIG", "a file may not become that large here; raise the limit (ulimit -f)"),
          Map.entry("EMFILE", "too many files are open; raise the limit (ulimit -n)"),
          Map.entry("ENFILE", "too many files are open on the node; look what holds them there"));

  private final String errno;

  private RefusedException(String message, String errno) {
    super(message);
    this.errno = errno;
  }

  /** A call failed with that errno name. */
  static RefusedException of(String call, String errno) {
    String words = WORDS.get(errno);
    return new RefusedException(
        words == null ? call + " says " + errno : words + " (" + errno + ")", errno);
  }

  /** Custody itself refuses, for the given reason. */
  static RefusedException because(String reason) {
    return new RefusedException(reason, "");
  }

  /** The name of the error number; empty where no call failed. */
  public String errno() {
    return errno;
  }
}
