package dev.custody.oci.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reading whole things in bounded memory. */
public final class Reads {
  /** Larger buffers were slower when measured; smaller ones cost system calls. */
  public static final int BUFFER = 256 * 1024;

  private Reads() {}

  /** One positional read; a failure says where it happened. */
  public static int at(Bytes bytes, long position, ByteBuffer target) throws IOException {
    try {
      return bytes.read(target, position);
    } catch (IOException e) {
      throw new ReadFailure(position, e);
    }
  }

  /** The stream's rest, at most {@code limit} bytes; never allocates by a declared size. */
  public static byte[] upTo(InputStream in, int limit) throws IOException {
    return in.readNBytes(limit);
  }
}
