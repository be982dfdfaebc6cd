package dev.custody.oci;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A digest as people ask for it: {@code sha256:…}, {@code NAME@sha256:…}, or the bare hexadecimal
 * digits, whole or as few as twelve from the beginning.
 *
 * @param algorithm null where none is given
 * @param hex lower case, 12 to 128 digits
 */
public record AskedDigest(@Nullable String algorithm, String hex) {
  /** The fewest digits that are taken; fewer fit too many digests. */
  private static final int FEWEST = 12;

  private static final Pattern FORM =
      Pattern.compile("(?:.*@)?(?:(?<algorithm>sha256|sha384|sha512):)?(?<hex>[0-9a-fA-F]+)");

  /** An algorithm in upper case, which is another name to every registry. */
  private static final Pattern SHOUTED =
      Pattern.compile("(?:.*@)?(?!sha)(?i:sha(?:256|384|512)):[0-9a-fA-F]+");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the text and the forms it may have
   */
  public static AskedDigest parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String algorithm = form.group("algorithm");
      String hex = form.group("hex").toLowerCase(Locale.ROOT);
      int most = algorithm == null ? 128 : Integer.parseInt(algorithm.substring(3)) / 4;
      if (hex.length() >= FEWEST && hex.length() <= most) {
        return new AskedDigest(algorithm, hex);
      }
      throw new IllegalArgumentException(
          "'"
              + Quoted.of(text)
              + "' is not a digest: "
              + (hex.length() < FEWEST
                  ? "it is too short to name one image; give at least "
                      + FEWEST
                      + " hexadecimal digits"
                  : "it has "
                      + hex.length()
                      + " hexadecimal digits, and "
                      + (algorithm == null ? "no digest has more than " : algorithm + " has ")
                      + most));
    }
    throw new IllegalArgumentException(
        "'"
            + Quoted.of(text)
            + "' is not a digest; give sha256:… (or another algorithm), NAME@sha256:…, or at least "
            + FEWEST
            + " hexadecimal digits"
            + (SHOUTED.matcher(text.strip()).matches()
                ? "; write the algorithm in lower case, as registries do"
                : ""));
  }

  /** The digest, if all of its digits are given; null for the beginning of one. */
  public @Nullable Digest whole() {
    for (String each : List.of("sha256", "sha384", "sha512")) {
      boolean all = hex.length() == Integer.parseInt(each.substring(3)) / 4;
      if (all && (algorithm == null || algorithm.equals(each))) {
        return new Digest(each, hex);
      }
    }
    return null;
  }

  /** Whether it is this digest, or the beginning of it. */
  public boolean matches(Digest digest) {
    return digest.hex().startsWith(hex)
        && (algorithm == null || algorithm.equals(digest.algorithm()));
  }

  /** Every digest of an archive that it may mean; itself, if it is whole. */
  public Set<Digest> candidates(ArchiveEvidence archive) {
    return among(archive.digests());
  }

  /** Every one of these that it may mean; itself, if it is whole. */
  public Set<Digest> among(Collection<Digest> digests) {
    Digest whole = whole();
    return whole != null
        ? Set.of(whole)
        : digests.stream()
            .filter(this::matches)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the digest as it was asked for, without a name. */
  @Override
  public String toString() {
    return algorithm == null ? hex : algorithm + ":" + hex;
  }
}
