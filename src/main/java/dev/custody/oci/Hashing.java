package dev.custody.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK's digests by OCI names. */
final class Hashing {
  private Hashing() {}

  /**
   * @param algorithm {@code sha256} or {@code sha512}; every JDK has both
   */
  static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Digest finish(String algorithm, MessageDigest digest) {
    return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  static Digest of(String algorithm, byte[] bytes) {
    MessageDigest digest = start(algorithm);
    digest.update(bytes);
    return finish(algorithm, digest);
  }
}
