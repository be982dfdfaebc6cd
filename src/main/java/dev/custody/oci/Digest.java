package dev.custody.oci;

import org.jspecify.annotations.Nullable;

/**
 * An OCI digest, {@code algorithm:hex}, lower case (image-spec descriptor.md, "Digests"). Only the
 * algorithms that Go's go-digest knows are accepted: sha256, sha384 and sha512.
 */
public record Digest(String algorithm, String hex) {
  public Digest {
    if (!isForm(algorithm, hex)) {
      throw new IllegalArgumentException(
          "not a digest (sha256: and 64, sha384: and 96, or sha512: and 128 lower-case hex digits):"
              + " "
              + algorithm
              + ":"
              + hex);
    }
  }

  /** By hand: an image of many layers has tens of thousands, read before anything is compiled. */
  private static boolean isForm(String algorithm, String hex) {
    int length =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> -1;
        };
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

  /**
   * Reads {@code sha256:…} or {@code sha512:…}.
   *
   * @throws IllegalArgumentException naming the text and the form it should have
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Digest("", text)
        : new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  // By hand as well: the first use of a record's own would make a method of it, for 6 to 25 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && hex.equals(digest.hex)
        && algorithm.equals(digest.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
