package dev.custody.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as Tekton and Kubernetes write them, which is what Go's {@code time.ParseDuration}
 * takes: {@code 30s}, {@code 1m30s}, {@code 1.5h}, {@code 250ms}; {@code 0} needs no unit. Negative
 * ones are refused, since nothing here can last less than no time.
 */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L, // micro sign
          "\u03bcs", 1_000L, // Greek mu
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** A number with an optional fraction, and whatever stands for its unit. */
  private static final Pattern PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?([^0-9.]*)");

  @Override
  public Duration convert(String text) {
    String digits = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    if (digits.equals("0")) {
      return Duration.ZERO;
    }
    if (digits.isEmpty()) {
      throw invalid(text, "write it as 30s, 5m or 1h30m");
    }
    try {
      long nanoseconds = 0;
      Matcher part = PART.matcher(digits);
      for (int at = 0; at < digits.length(); at = part.end()) {
        if (!part.find(at) || part.start() != at || part.end() == at) {
          throw invalid(text, "write it as 30s, 5m or 1h30m");
        }
        nanoseconds = Math.addExact(nanoseconds, nanoseconds(part, text));
      }
      if (text.startsWith("-") && nanoseconds != 0) {
        throw invalid(text, "it is negative");
      }
      return Duration.ofNanos(nanoseconds);
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(text, "it is longer than 292 years, the longest there is");
    }
  }

  private static long nanoseconds(Matcher part, String text) {
    String whole = part.group(1);
    String fraction = part.group(2) == null ? "" : part.group(2);
    if (whole.isEmpty() && fraction.isEmpty()) {
      throw invalid(text, "write it as 30s, 5m or 1h30m");
    }
    if (part.group(3).isEmpty()) {
      throw invalid(text, "add a unit, for example 30s");
    }
    Long unit = NANOSECONDS.get(part.group(3));
    if (unit == null) {
      throw invalid(text, "the unit '" + part.group(3) + "' is unknown; use h, m, s, ms, us or ns");
    }
    long number = whole.isEmpty() ? 0 : Long.parseLong(whole);
    return Math.addExact(Math.multiplyExact(number, unit), fraction(fraction, unit));
  }

  /**
   * Returns the fraction in Go's precision: as many digits as fit into 63 bits, then floating
   * point, cut off.
   */
  private static long fraction(String digits, long unit) {
    long number = 0;
    double scale = 1;
    for (int i = 0; i < digits.length() && number <= (Long.MAX_VALUE - 9) / 10; i++) {
      number = number * 10 + (digits.charAt(i) - '0');
      scale *= 10;
    }
    return (long) (number * (unit / scale));
  }

  private static TypeConversionException invalid(String text, String advice) {
    return new TypeConversionException("invalid duration '" + text + "': " + advice);
  }
}
