package dev.custody.report.run;

import dev.custody.record.RecordJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The lines of a log as the program in the container wrote them. The files of container runtimes,
 * which log collectors ship, hold long lines in pieces: CRI marks all but the last with {@code P},
 * docker's json-file driver leaves the newline out of the text. kubectl logs joins them itself.
 */
final class RuntimeLines {
  private static final Pattern CRI =
      Pattern.compile("(\\d{4}-\\S{10,40} (stdout|stderr)) ([FP])(?:[:\\w]*) (.*)", Pattern.DOTALL);

  private static final Pattern DOCKER = Pattern.compile("\\{\"(?:log|stream|time)\":\".*\\}\\s*");

  private final BufferedReader lines;
  private final int longest;
  private final Map<String, StringBuilder> pieces = new HashMap<>();
  private int number;

  /**
   * Lines of a reader.
   *
   * @param longest characters; a longer line comes as an empty one
   */
  RuntimeLines(BufferedReader lines, int longest) {
    this.lines = lines;
    this.longest = longest;
  }

  /** The number of the line in the file, from 1; of its last piece, where there were several. */
  int number() {
    return number;
  }

  /** The next line; null at the end. */
  @Nullable String next() throws IOException {
    for (String line = physical(); line != null; line = physical()) {
      number++;
      String whole = whole(line);
      if (whole != null) {
        return whole;
      }
    }
    return pieces.isEmpty() ? null : before(pieces.keySet().iterator().next());
  }

  /** The line, with the pieces before it; null where more pieces follow. */
  private @Nullable String whole(String line) {
    Matcher cri = CRI.matcher(line);
    if (cri.matches()) {
      return cri.group(3).equals("P")
          ? kept(cri.group(2), cri.group(4))
          : cri.group(1) + " F " + before(cri.group(2)) + cri.group(4);
    }
    if (!DOCKER.matcher(line).matches()) {
      return line;
    }
    try {
      JsonNode entry = RecordJson.mapper().readTree(line);
      String text = entry.path("log").asString("");
      String stream = entry.path("stream").asString("");
      if (!entry.has("log") || !entry.has("time")) {
        return line;
      }
      return text.endsWith("\n")
          ? entry.path("time").asString("") + " " + before(stream) + text.stripTrailing()
          : kept(stream, text);
    } catch (JacksonException e) {
      return line;
    }
  }

  private @Nullable String kept(String stream, String piece) {
    StringBuilder kept = pieces.computeIfAbsent(stream, _ -> new StringBuilder());
    if (kept.length() + piece.length() <= longest) {
      kept.append(piece);
    }
    return null;
  }

  private String before(String stream) {
    StringBuilder kept = pieces.remove(stream);
    return kept == null ? "" : kept.toString();
  }

  private @Nullable String physical() throws IOException {
    StringBuilder line = new StringBuilder();
    boolean fits = true;
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = lines.read()) {
      if (line.length() > longest) {
        fits = false;
        line = new StringBuilder();
      }
      if (fits) {
        line.append((char) c);
      }
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return fits ? line.toString() : "";
  }
}
