package dev.custody.report.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** At most the first {@code limit} bytes of a stream; the end of the text comes then. */
final class BoundedInputStream extends FilterInputStream {
  private final long limit;
  private long count;
  private boolean cut;

  BoundedInputStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** Bytes read. */
  long count() {
    return count;
  }

  /** Whether there was more. */
  boolean cut() {
    return cut;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (count >= limit) {
      cut = cut || super.read(new byte[1], 0, 1) > 0;
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(length, limit - count));
    count += Math.max(0, read);
    return read;
  }
}
