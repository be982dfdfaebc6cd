package dev.custody.oci.read;

import dev.custody.oci.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** The JDK's digests by OCI names. */
public final class Hashing {
  /** Copied for each blob, since asking the JDK's providers anew costs as much as 4 KiB of it. */
  private static final MessageDigest SHA_256 = ofJdk("SHA-256");

  private Hashing() {}

  /**
   * Starts a hash.
   *
   * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}; every JDK has them
   */
  public static MessageDigest start(String algorithm) {
    if (!algorithm.equals("sha256")) {
      return ofJdk(algorithm.equals("sha512") ? "SHA-512" : "SHA-384");
    }
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest ofJdk(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The algorithms that digests are by, sha256 where there is none. */
  public static Set<String> algorithms(Set<Digest> digests) {
    Set<String> algorithms = new LinkedHashSet<>();
    digests.forEach(digest -> algorithms.add(digest.algorithm()));
    return algorithms.isEmpty() ? Set.of("sha256") : algorithms;
  }

  public static Digest finish(String algorithm, MessageDigest digest) {
    return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  public static Digest of(String algorithm, byte[] bytes) {
    MessageDigest digest = start(algorithm);
    digest.update(bytes);
    return finish(algorithm, digest);
  }
}
