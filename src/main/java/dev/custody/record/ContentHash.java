package dev.custody.record;

import dev.custody.linux.Errno;
import dev.custody.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes the content of a regular file; pipes and devices are not opened. */
final class ContentHash {
  private static final int BUFFER = 64 * 1024;

  private ContentHash() {}

  static FileHash of(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return new FileHash(file.toString(), null, Files.isDirectory(file) ? "EISDIR" : "EINVAL");
      }
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sha256.update(buffer, 0, n);
        }
        return new FileHash(
            file.toString(),
            Digest.parse("sha256:" + HexFormat.of().formatHex(sha256.digest())),
            null);
      }
    } catch (IOException e) {
      return new FileHash(file.toString(), null, Errno.name(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
