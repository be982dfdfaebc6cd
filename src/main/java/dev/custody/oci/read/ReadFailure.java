package dev.custody.oci.read;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** A read that the operating system refused, with the place in the file. */
public final class ReadFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  public ReadFailure(long offset, IOException cause) {
    super(cause.getMessage(), cause);
    this.offset = offset;
  }

  /**
   * Whether reading was denied: a read that fails gives no more than words in the user's language,
   * so {@link RandomAccessBytes#open} asks again with a call that has an exception of its own.
   */
  public boolean denied() {
    return getCause() instanceof AccessDeniedException;
  }

  /** Returns the offset in the file, in bytes. */
  public long offset() {
    return offset;
  }
}
