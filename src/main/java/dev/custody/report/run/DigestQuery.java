package dev.custody.report.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A digest as people ask for it: {@code sha256:…}, {@code NAME@sha256:…}, or the bare hexadecimal
 * digits, whole or as few as twelve from the beginning.
 *
 * @param digits lower-case hexadecimal
 */
public record DigestQuery(String digits) {
  /** Fewer digits than this name too many things. */
  public static final int FEWEST = 12;

  private static final Pattern FORM =
      Pattern.compile("(?:.*@)?(?:(?<algorithm>sha256|sha512):)?(?<digits>[0-9a-fA-F]+)");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the argument and what to write instead
   */
  public static DigestQuery parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          text + " is no digest; write sha256:HEX, or at least " + FEWEST + " of its digits");
    }
    String digits = form.group("digits").toLowerCase(Locale.ROOT);
    if (digits.length() < FEWEST) {
      throw new IllegalArgumentException(
          text + " has " + digits.length() + " digits; at least " + FEWEST + " tell digests apart");
    }
    int most = "sha256".equals(form.group("algorithm")) ? 64 : 128;
    if (digits.length() > most) {
      throw new IllegalArgumentException(
          text + " has " + digits.length() + " digits, which is more than its algorithm gives");
    }
    return new DigestQuery(digits);
  }
}
