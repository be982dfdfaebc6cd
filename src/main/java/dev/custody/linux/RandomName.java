package dev.custody.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes a part of a file name that nobody can guess. */
final class RandomName {
  private static final int BYTES = 8;

  private RandomName() {}

  /** Returns sixteen hexadecimal digits. */
  static String next() {
    byte[] random = new byte[BYTES];
    // Much sooner there than SecureRandom, which looks for providers first.
    try (InputStream kernel = Files.newInputStream(Path.of("/dev/urandom"))) {
      random = kernel.readNBytes(BYTES);
    } catch (IOException e) {
      new SecureRandom().nextBytes(random);
    }
    return HexFormat.of().formatHex(random);
  }
}
