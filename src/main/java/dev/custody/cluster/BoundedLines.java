package dev.custody.cluster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Text whose lines have a bound: a YAML reader takes a whole word into memory before anybody can
 * ask how long it is, and is slow with long ones.
 */
final class BoundedLines extends FilterInputStream {
  /** A line above the bound. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
      super(message);
    }
  }

  private final int longest;
  private int length;
  private int line = 1;

  /**
   * The same bytes.
   *
   * @param longest bytes of a line
   */
  BoundedLines(InputStream in, int longest) {
    super(in);
    this.longest = longest;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = super.read(bytes, offset, count);
    for (int i = 0; i < read; i++) {
      count(bytes[offset + i]);
    }
    return read;
  }

  private void count(byte one) throws IOException {
    if (one == '\n') {
      line++;
      length = 0;
    } else if (++length > longest) {
      throw new TooLongException(
          "line " + line + " is longer than " + longest + " bytes; dump it with -o json");
    }
  }
}
