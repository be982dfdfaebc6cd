package dev.custody.report.log;

import dev.custody.cluster.ToolCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Failure lines and digests collected from the logs of steps, bounded in number. */
public final class LogEvidence {
  private static final int MAX_FAILURES = 500;
  private static final int MAX_DIGESTS = 20_000;
  private static final int MAX_TEXT = 600;

  /** Lines longer than this are JSON or binary data. */
  private static final int MAX_LINE = 4000;

  private static final Pattern DIGEST =
      Pattern.compile("(?<![0-9a-f])(?:sha256:|sha512:)?([0-9a-f]{128}|[0-9a-f]{64})(?![0-9a-f])");

  /** As people shorten them; parts of a UUID and of longer words are none. */
  private static final Pattern SHORTENED =
      Pattern.compile(
          "(?<![0-9A-Za-z_.-])(?:sha256:)?((?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,64})"
              + "(?![0-9A-Za-z_-])");

  /** What custody prints itself is no tool's failure. */
  private static final Pattern OWN =
      Pattern.compile(
          "\\s*(?:[{\"]|custody-record:|- (?:Evidence|Do|Ruled out)|\\||evidence |ruled out |remedy"
              + " ).*");

  /**
   * A line in which a tool says that it failed.
   *
   * @param source file and line number
   */
  public record Failure(
      LogStream stream, @Nullable Instant at, FailureKind kind, String text, String source) {}

  /**
   * Digests that one line prints.
   *
   * @param digests hexadecimal digits, in their order, each once
   * @param number of the line, from 1
   */
  public record Digests(
      LogStream stream,
      @Nullable Instant at,
      List<String> digests,
      String text,
      String file,
      int number) {
    public Digests {
      digests = List.copyOf(digests);
    }

    /** File and line number. */
    public String source() {
      return file + " line " + number;
    }
  }

  /**
   * A line in which a shell says that it runs an image tool which writes an archive.
   *
   * @param command what it does
   */
  public record Export(LogStream stream, ToolCommand command) {}

  private final List<Failure> failures = new ArrayList<>();
  private final List<Digests> digests = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private final List<Digests> shortened = new ArrayList<>();
  private final LoggedCause.Reader told = new LoggedCause.Reader();

  /** Lines in which tools say that they failed; the same line of one stream once. */
  public List<Failure> failures() {
    Map<List<Object>, Failure> once = new LinkedHashMap<>();
    failures.forEach(f -> once.putIfAbsent(List.of(f.stream(), f.kind(), f.text()), f));
    return List.copyOf(once.values());
  }

  /** Lines that print digests. */
  public List<Digests> digests() {
    return List.copyOf(digests);
  }

  /**
   * Lines that print digests of which at least one is shortened to eight digits or more, with all
   * of them as they stand there. They may be other numbers.
   */
  public List<Digests> shortened() {
    return List.copyOf(shortened);
  }

  /** Lines that say that a tool writes an archive. */
  public List<Export> exports() {
    return List.copyOf(exports);
  }

  /** Causes that custody named in the logs of steps. */
  public List<LoggedCause> told() {
    return told.told();
  }

  /** How many lines said something. */
  public int size() {
    return failures.size() + digests.size();
  }

  /** Takes one line of a log. */
  public void line(String file, int number, String raw) {
    if (raw.length() > MAX_LINE) {
      return;
    }
    LogLine line = LogLine.parse(raw);
    if (line == null) {
      return;
    }
    LogStream labelled = LogStream.ofLabels(line.labels());
    LogStream stream = labelled == null ? LogStream.ofFile(file) : labelled;
    String source = file + " line " + number;
    told.line(stream, source, line.content());
    if (line.content().isBlank()) {
      return;
    }
    String text = line.content().strip();
    String shown = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    FailureKind kind = OWN.matcher(line.content()).matches() ? null : FailureKind.in(text);
    if (kind != null && failures.size() < MAX_FAILURES) {
      failures.add(new Failure(stream, line.at(), kind, shown, source));
    }
    ToolCommand command = ToolCommand.traced(text);
    if (command != null && exports.size() < MAX_FAILURES) {
      exports.add(new Export(stream, command));
    }
    List<String> found = digests(DIGEST, text);
    List<String> all = digests(SHORTENED, text);
    if (all.stream().anyMatch(d -> d.length() < 64) && shortened.size() < MAX_DIGESTS) {
      shortened.add(new Digests(stream, line.at(), all, shown, file, number));
    }
    if (!found.isEmpty() && digests.size() < MAX_DIGESTS) {
      digests.add(new Digests(stream, line.at(), found, shown, file, number));
    }
  }

  private static List<String> digests(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (!found.contains(matcher.group(1))) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
