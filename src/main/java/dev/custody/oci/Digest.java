package dev.custody.oci;

import java.util.regex.Pattern;

/**
 * An OCI digest, {@code algorithm:hex}, lower case (image-spec descriptor.md, "Digests"). Only the
 * registered algorithms sha256 and sha512 are accepted.
 */
public record Digest(String algorithm, String hex) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  public Digest {
    if (!FORM.matcher(algorithm + ":" + hex).matches()) {
      throw new IllegalArgumentException(
          "not a digest (sha256: and 64, or sha512: and 128, lower-case hex digits): "
              + algorithm
              + ":"
              + hex);
    }
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

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
