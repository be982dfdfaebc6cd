package dev.custody.oci.read;

import dev.custody.oci.Digest;
import dev.custody.oci.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Hashes and counts what is read through it. */
public final class HashingStream extends InputStream {
  private final InputStream in;
  private final String algorithm;
  private final MessageDigest digest;
  private final Progress progress;
  private long count;

  public HashingStream(InputStream in, String algorithm, Progress progress) {
    this.in = in;
    this.algorithm = algorithm;
    this.digest = Hashing.start(algorithm);
    this.progress = progress;
  }

  /** One stream per digest algorithm, each wrapping the previous; read the last. */
  public static List<HashingStream> of(InputStream in, Set<Digest> digests, Progress progress) {
    List<HashingStream> streams = new ArrayList<>();
    for (String algorithm : Hashing.algorithms(digests)) {
      streams.add(
          streams.isEmpty()
              ? new HashingStream(in, algorithm, progress)
              : new HashingStream(streams.getLast(), algorithm, Progress.NONE));
    }
    return streams;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    if (n > 0) {
      digest.update(target, offset, n);
      count += n;
      progress.advance(n);
    }
    return n;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads the rest. */
  public void drain(Workers.Scratch scratch) throws IOException {
    if (!(in instanceof RangeStream file)) {
      byte[] buffer = scratch.bytes();
      while (read(buffer, 0, buffer.length) >= 0) {
        // read hashes
      }
      return;
    }
    try (AheadStream ahead = new AheadStream(file, scratch)) {
      for (int n = drainPart(file, ahead, scratch); n > 0; ) {
        count += n;
        progress.advance(n);
        n = drainPart(file, ahead, scratch);
      }
    }
  }

  private int drainPart(RangeStream file, AheadStream ahead, Workers.Scratch scratch)
      throws IOException {
    byte[] part = ahead.part();
    if (part == null) {
      ByteBuffer buffer = scratch.direct(file.available());
      int n = file.read(buffer);
      digest.update(buffer);
      return n;
    }
    int n = ahead.partLength();
    digest.update(part, 0, n);
    ahead.next();
    return n;
  }

  public long count() {
    return count;
  }

  /** The digest of everything read; ends the stream's use. */
  public Digest digest() {
    return Hashing.finish(algorithm, digest);
  }
}
