package dev.custody.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An OCI digest, {@code algorithm:hex} (image-spec descriptor.md, "Digests"). Of the algorithms
 * that Go's go-digest knows, sha256, sha384 and sha512, the digits are checked; others may stand in
 * an index, and whatever they name can be neither read nor pushed.
 */
public record Digest(String algorithm, String hex) {
  /** image-spec's grammar. */
  private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*");

  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9=_-]{1,256}");

  public Digest {
    if (!isForm(algorithm, hex)) {
      throw new IllegalArgumentException(form(algorithm + ":" + hex));
    }
  }

  /** A loop, not a pattern: an image of many layers has tens of thousands of digests. */
  private static boolean isForm(String algorithm, String hex) {
    int length = length(algorithm);
    if (length < 0) {
      return ALGORITHM.matcher(algorithm).matches() && ENCODED.matcher(hex).matches();
    }
    if (hex.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The sha256 of bytes. */
  public static Digest sha256(byte[] bytes) {
    try {
      return new Digest(
          "sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Returns how many hex digits an algorithm has; negative for one that is not known. */
  private static int length(String algorithm) {
    return switch (algorithm) {
      case "sha256" -> 64;
      case "sha384" -> 96;
      case "sha512" -> 128;
      default -> -1;
    };
  }

  /**
   * Reads {@code sha256:…} or {@code sha512:…}.
   *
   * @throws IllegalArgumentException naming the text and the form it should have
   */
  public static Digest parse(String text) {
    Digest digest = text.indexOf(':') < 0 ? null : parseAny(text);
    if (digest == null || !digest.known()) {
      throw new IllegalArgumentException(form(text));
    }
    return digest;
  }

  /**
   * Reads a digest by whatever algorithm.
   *
   * @throws IllegalArgumentException naming the text and the form it should have
   */
  public static Digest parseAny(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Digest("", text)
        : new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  private static String form(String text) {
    return "not a digest (sha256: and 64, sha384: and 96, or sha512: and 128 lower-case hex"
        + " digits): "
        + text;
  }

  /** Whether content can be checked against it. */
  public boolean known() {
    return length(algorithm) > 0;
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
