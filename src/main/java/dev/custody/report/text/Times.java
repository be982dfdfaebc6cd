package dev.custody.report.text;

import dev.custody.diagnosis.facts.FactText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as people read them, in UTC. */
public final class Times {
  private static final DateTimeFormatter CLOCK =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A time of RFC 3339 with more than milliseconds. */
  private static final Pattern FINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3})\\d{1,6}Z");

  private Times() {}

  /** The same sentence, its times cut to the millisecond. */
  public static String toMillis(String sentence) {
    return FINE.matcher(sentence).replaceAll("$1Z");
  }

  /** Whether times of one list need their dates. */
  public static boolean oneDay(List<Instant> times) {
    return times.stream().map(Times::day).distinct().count() == 1;
  }

  /** How far a moment lies from another: {@code 69 s after build recorded it}; "" for itself. */
  public static String distance(Instant origin, Instant at, String what) {
    Duration gap = Duration.between(origin, at);
    return gap.isZero()
        ? ""
        : FactText.length(gap.abs()) + (gap.isNegative() ? " before " : " after ") + what;
  }

  public static String day(Instant time) {
    return DAY.format(time);
  }

  public static String clock(Instant time) {
    return CLOCK.format(time);
  }

  public static String time(Instant time) {
    return day(time) + " " + clock(time);
  }

  /** A time of RFC 3339, as configs and logs write it; null where it is absent or no time. */
  public static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.length() > 40) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
