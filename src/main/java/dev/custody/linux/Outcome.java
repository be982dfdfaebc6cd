package dev.custody.linux;

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
   */
  record Failed(String errno, String detail) implements Outcome {}

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
