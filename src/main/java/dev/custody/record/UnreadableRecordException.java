package dev.custody.record;

import java.util.Objects;

/**
 * A record that cannot be read. The message is one sentence that names the source, the place, and
 * what to do next.
 */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the whole sentence for the user. */
  public UnreadableRecordException(String message) {
    super(message);
  }

  /** The whole sentence. */
  public String sentence() {
    return Objects.requireNonNull(getMessage());
  }
}
