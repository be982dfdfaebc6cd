package dev.custody.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files whose size the kernel gives as 0: to their end, within a bound. */
final class ProcText {
  /** The most bytes of most files: one hundred thousand supplementary groups still fit. */
  static final int LIMIT = 1 << 20;

  /**
   * The most bytes of mounts: those of a node with a thousand containers, seen from a privileged
   * pod.
   */
  static final int MOUNTS_LIMIT = 16 << 20;

  private ProcText() {}

  /**
   * @param limit bytes
   * @throws IOException also when the file is longer than {@code limit}
   */
  static String read(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new IOException("longer than " + limit + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
