package dev.custody.report.run;

import dev.custody.record.RecordJson;
import dev.custody.record.RecordLine;
import dev.custody.report.log.LogLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Finds custody's JSON in the text of step logs: on one line or on many, with the prefixes that
 * {@code tkn} ({@code [task : step] }), {@code kubectl logs --prefix} and {@code --timestamps} put
 * before each line, with the lines of several steps mixed, and quoted inside other JSON or YAML as
 * results are in {@code kubectl get taskrun}.
 */
final class LogRecords {
  private static final Pattern SECOND =
      Pattern.compile("\\s*\"(schemaVersion|custody|verdict)\"\\s*:.*", Pattern.DOTALL);

  /** What a line of indented JSON may begin with; other lines were written by somebody else. */
  private static final Pattern JSON_LINE =
      Pattern.compile("\\s*(?:[\"{}\\[\\],\\d-]|true|false|null).*", Pattern.DOTALL);

  /** How a compact record begins inside a JSON string, as in a result of {@code -o json}. */
  private static final String QUOTED = "\"{\\\"custody\\\":";

  /** More than this of unfinished documents is nobody's log. */
  private static final int MAX_OPEN = RecordJson.MAX_BYTES;

  /** Gets each piece of text that begins like a document of custody. */
  interface Sink {
    /**
     * One piece.
     *
     * @param line where it begins, from 1
     * @param complete whether its last brace was found
     */
    void found(String json, int line, boolean complete);
  }

  /** A document whose end has not been read yet. */
  private static final class Open {
    final int line;
    final StringBuilder text = new StringBuilder();
    int depth;
    boolean quoted;
    boolean escaped;

    Open(int line) {
      this.line = line;
    }

    /** Takes the text up to the document's end; returns where it ended, or -1. */
    int take(String content, int from) {
      for (int i = from; i < content.length(); i++) {
        char c = content.charAt(i);
        if (quoted) {
          quoted = escaped || c != '"';
          escaped = !escaped && c == '\\';
        } else if (c == '"') {
          quoted = true;
        } else if (c == '{') {
          depth++;
        } else if (c == '}' && --depth == 0) {
          text.append(content, from, i + 1);
          return i + 1;
        }
      }
      text.append(content, from, content.length()).append('\n');
      // JSON has no line end inside a string: whatever was open there was cut.
      quoted = false;
      escaped = false;
      return -1;
    }
  }

  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Sink sink;
  private int buffered;

  private LogRecords(Sink sink) {
    this.sink = sink;
  }

  /**
   * Reads a log to its end.
   *
   * @param everyLine gets each line and its number, from 1
   */
  static void scan(BufferedReader lines, Sink sink, BiConsumer<Integer, String> everyLine)
      throws IOException {
    LogRecords log = new LogRecords(sink);
    RuntimeLines whole = new RuntimeLines(lines, MAX_OPEN);
    for (String line = whole.next(); line != null; line = whole.next()) {
      int number = whole.number();
      everyLine.accept(number, line);
      LogLine parts = LogLine.parse(line);
      if (parts != null) {
        String content = parts.content();
        boolean named = content.startsWith(RecordLine.PREFIX);
        log.line(
            parts.labels(),
            named ? content.substring(RecordLine.PREFIX.length()) : content,
            number);
      }
    }
    log.abandon();
  }

  private void line(String stream, String content, int number) {
    Open current = open.get(stream);
    boolean fresh = content.startsWith("{") && (content.isBlank() || content.strip().equals("{"));
    if (current != null && (fresh || FoundRecord.START.matcher(content).lookingAt())) {
      close(stream, current, false);
      current = null;
    }
    if (current == null) {
      if (fresh) {
        current = new Open(number);
        open.put(stream, current);
        current.take(content, 0);
      } else {
        embedded(stream, content, number, 0);
      }
      return;
    }
    if (!JSON_LINE.matcher(content).matches()) {
      return;
    }
    // The brace alone was a guess; the first key decides.
    if (current.text.length() <= 3 && !SECOND.matcher(content).matches()) {
      open.remove(stream);
      return;
    }
    buffered += content.length();
    int end = current.take(content, 0);
    if (end >= 0) {
      close(stream, current, true);
      embedded(stream, content, number, end);
    } else if (buffered > MAX_OPEN) {
      abandon();
    }
  }

  /** Documents that begin within a line. */
  private void embedded(String stream, String content, int number, int from) {
    for (int at = content.indexOf(QUOTED); at >= 0; at = content.indexOf(QUOTED, at + 1)) {
      String text = unquoted(content, at);
      if (text != null) {
        sink.found(text, number, true);
      }
    }
    Matcher start = FoundRecord.START.matcher(content);
    int at = from;
    while (at >= 0 && start.find(at)) {
      Open document = new Open(number);
      at = document.take(content, start.start());
      if (at >= 0) {
        sink.found(document.text.toString(), number, true);
      } else {
        buffered += document.text.length();
        open.put(stream, document);
      }
    }
  }

  /** The value of the JSON string that begins at {@code from}; null if it has no end. */
  private static @Nullable String unquoted(String content, int from) {
    int end = from + 1;
    while (end < content.length() && content.charAt(end) != '"') {
      end += content.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= content.length()) {
      return null;
    }
    try {
      return RecordJson.mapper().readTree(content.substring(from, end + 1)).stringValue();
    } catch (JacksonException e) {
      return null;
    }
  }

  private void close(String stream, Open document, boolean complete) {
    open.remove(stream);
    buffered -= Math.min(buffered, document.text.length());
    String text = document.text.toString();
    if (DocumentKind.of(text).holdsRecord()) {
      sink.found(text, document.line, complete);
    }
  }

  private void abandon() {
    for (Map.Entry<String, Open> entry : Map.copyOf(open).entrySet()) {
      close(entry.getKey(), entry.getValue(), false);
    }
    buffered = 0;
  }
}
