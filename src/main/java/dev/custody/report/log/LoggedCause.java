package dev.custody.report.log;

import dev.custody.record.CauseName;
import dev.custody.record.Finding.Confidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cause that custody named in the log of a step, in its own words. It stands for the record where
 * the step left none.
 *
 * @param confidence as the log says; null where its word is none of those known here
 * @param source file and number of the line where it begins
 */
public record LoggedCause(
    LogStream stream,
    CauseName cause,
    @Nullable Confidence confidence,
    String summary,
    String remedy,
    String source) {

  /** Puts the wrapped lines of each step together again. */
  static final class Reader {
    private static final int MOST = 100;
    private static final int LONGEST = 2000;

    private static final Pattern HEADING =
        Pattern.compile("cause: ([A-Z][A-Z0-9_]{2,40}) \\(([a-z]{2,20})\\): (.*)");

    /** A field's name and its text; other names are of no use here. */
    private static final Pattern FIELD = Pattern.compile("  ([a-z][a-z ]{0,13}) {2,}(\\S.*)");

    private static final class Open {
      final LogStream stream;
      final CauseName cause;
      final @Nullable Confidence confidence;
      final String source;
      final StringBuilder summary = new StringBuilder();
      final StringBuilder remedy = new StringBuilder();
      StringBuilder field = summary;

      Open(LogStream stream, Matcher heading, String source) {
        this.stream = stream;
        this.cause = new CauseName(heading.group(1));
        this.confidence = Confidence.parse(heading.group(2));
        this.source = source;
        summary.append(heading.group(3));
      }

      LoggedCause closed() {
        return new LoggedCause(
            stream, cause, confidence, summary.toString(), remedy.toString(), source);
      }
    }

    private final Map<LogStream, Open> open = new HashMap<>();
    private final List<LoggedCause> told = new ArrayList<>();

    void line(LogStream stream, String source, String content) {
      Matcher heading = HEADING.matcher(content);
      Open current = open.get(stream);
      if (heading.matches()) {
        close(stream);
        if (told.size() + open.size() < MOST) {
          open.put(stream, new Open(stream, heading, source));
        }
      } else if (current != null && !content.startsWith("  ")) {
        close(stream);
      } else if (current != null) {
        Matcher field = FIELD.matcher(content);
        boolean named = field.matches();
        if (named) {
          current.field =
              field.group(1).strip().equals("remedy") ? current.remedy : new StringBuilder();
        }
        String text = named ? field.group(2) : content.strip();
        if (current.field.length() + text.length() < LONGEST) {
          current.field.append(current.field.isEmpty() ? "" : " ").append(text);
        }
      }
    }

    /** What was told so far, each once. */
    List<LoggedCause> told() {
      List.copyOf(open.keySet()).forEach(this::close);
      return List.copyOf(told);
    }

    private void close(LogStream stream) {
      Open closed = open.remove(stream);
      if (closed != null) {
        told.add(closed.closed());
      }
    }
  }
}
