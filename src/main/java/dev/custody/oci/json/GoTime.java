package dev.custody.oci.json;

import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which dates Go's {@code time.Time} takes from JSON (time/format.go, format_rfc3339.go). */
final class GoTime {
  /** An hour of one digit and a comma before the fraction are read too (golang/go#54580). */
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d{1,2}):(\\d\\d):(\\d\\d)([.,]\\d+)?"
              + "(?:Z|[+-](\\d\\d):(\\d\\d))");

  private GoTime() {}

  /** Whether the text is a date; one zone of more than 24 hours only old versions of Go take. */
  static boolean isDate(String text) {
    Matcher date = FORM.matcher(text);
    if (!date.matches()) {
      return false;
    }
    int month = Integer.parseInt(date.group(2));
    int day = Integer.parseInt(date.group(3));
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(Integer.parseInt(date.group(1)), month).lengthOfMonth()
        && Integer.parseInt(date.group(4)) < 24
        && Integer.parseInt(date.group(5)) < 60
        && Integer.parseInt(date.group(6)) < 60
        && (date.group(8) == null
            || (Integer.parseInt(date.group(8)) <= 24 && Integer.parseInt(date.group(9)) <= 60));
  }
}
