package dev.custody.oci.read;

import java.io.IOException;

/** A read that the operating system refused, with the place in the file. */
public final class ReadFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  public ReadFailure(long offset, IOException cause) {
    super(cause.getMessage(), cause);
    this.offset = offset;
  }

  public long offset() {
    return offset;
  }
}
