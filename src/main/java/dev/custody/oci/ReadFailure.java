package dev.custody.oci;

import java.io.IOException;

/** A read that the operating system refused, with the place in the file. */
final class ReadFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  ReadFailure(long offset, IOException cause) {
    super(cause.getMessage(), cause);
    this.offset = offset;
  }

  long offset() {
    return offset;
  }
}
