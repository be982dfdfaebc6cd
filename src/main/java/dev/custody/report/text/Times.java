package dev.custody.report.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

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

  private Times() {}

  /** Whether times of one list need their dates. */
  public static boolean oneDay(List<Instant> times) {
    return times.stream().map(Times::day).distinct().count() == 1;
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
}
