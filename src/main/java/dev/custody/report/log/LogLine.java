package dev.custody.report.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, without what tkn, kubectl and the container runtime put before it.
 *
 * @param labels {@code [task : step]} or {@code [pod/…/…]} as they stand there; may be empty
 * @param at when it was written, where the log or the tool says so
 */
public record LogLine(String labels, @Nullable Instant at, String content) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<labels>(?:\\[[^\\]]{1,300}\\] ?){0,3})"
              + "(?:(?<time>\\d{4}-\\d\\d-\\d\\dT[0-9:.]{8,20}(?:Z|[+-]\\d\\d:\\d\\d)) )?"
              + "(?:(?:stdout|stderr) [FP] )?(?<content>.*)",
          Pattern.DOTALL);

  /** Times that tools themselves write: logrus, and Go's log package. */
  private static final Pattern TOOL_TIME =
      Pattern.compile(
          "time=\"(?<logrus>[^\"]{10,40})\"|(?<go>\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\b");

  private static final DateTimeFormatter GO =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

  /** The parts of a line; null for a line that cannot be taken apart. */
  public static @Nullable LogLine parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return null;
    }
    String content = parts.group("content");
    Instant at = time(parts.group("time"));
    return new LogLine(parts.group("labels"), at == null ? toolTime(content) : at, content);
  }

  private static @Nullable Instant toolTime(String content) {
    Matcher tool = TOOL_TIME.matcher(content);
    if (!tool.lookingAt()) {
      return null;
    }
    try {
      return tool.group("logrus") != null
          ? time(tool.group("logrus"))
          : LocalDateTime.parse(tool.group("go"), GO).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
