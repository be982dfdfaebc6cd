package dev.custody.oci.tar;

import java.io.IOException;
import java.io.InputStream;

/** A tar source as a stream, up to a position. */
public final class EntryStream extends InputStream {
  private final TarSource source;
  private final long end;

  public EntryStream(TarSource source, long end) {
    this.source = source;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, end - source.position());
    int n = wanted <= 0 ? -1 : source.read(target, offset, wanted);
    return n == 0 ? -1 : n;
  }

  @Override
  public int available() {
    return Math.clamp(end - source.position(), 0, Integer.MAX_VALUE);
  }
}
