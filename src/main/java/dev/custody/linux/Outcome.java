package dev.custody.linux;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt (lstat, open, read) ended. Each attempt is kept apart, since the pattern is the
 * diagnosis.
 */
public sealed interface Outcome {
  /** The call succeeded. */
  record Succeeded() implements Outcome {}

  /**
   * The call failed.
   *
   * @param errno the name of errno(3), {@code EACCES}; or {@code UNKNOWN} when the runtime hid it,
   *     then see {@code detail}
   * @param opensWithoutLinks true of an open that fails only where a symbolic link is followed: the
   *     kernel refuses the link, not the file (proc_sys_fs(5), protected_symlinks); null else
   */
  record Failed(String errno, String detail, @Nullable Boolean opensWithoutLinks)
      implements Outcome {
    private static final String BY_LINK = "; opens when no symbolic link is followed";

    /** Records of custody up to 0.2.0 say it only in the detail. */
    public Failed {
      if (opensWithoutLinks == null && detail.endsWith(BY_LINK)) {
        opensWithoutLinks = true;
      }
    }

    public Failed(String errno, String detail) {
      this(errno, detail, null);
    }

    /** The same, where the file opens when no symbolic link is followed. */
    Failed byLinkOnly() {
      return new Failed(errno, detail + BY_LINK, true);
    }
  }

  /**
   * The call was not made, and why: {@code not a regular file}, {@code an earlier component
   * failed}.
   */
  record NotAttempted(String reason) implements Outcome {}

  /** Whether this is a failure with that errno name. */
  default boolean failedWith(String errno) {
    return this instanceof Failed failed && failed.errno().equals(errno);
  }
}
