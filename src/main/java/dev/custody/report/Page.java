package dev.custody.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a step's log: lines of at most 100 columns where words allow it, continuation lines
 * indented under their text. Untrusted text cannot start a new line or move the cursor.
 */
final class Page {
  static final int COLUMNS = 100;

  private final List<String> lines = new ArrayList<>();

  /** A line of words, wrapped. */
  Page line(String text) {
    return wrapped("", text);
  }

  /** An empty line, but never two. */
  Page gap() {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add("");
    }
    return this;
  }

  /** A line of a two-column table: {@code label text}. */
  Page row(String label, String text) {
    return wrapped("  " + label + " ".repeat(Math.max(1, 15 - label.length())), text);
  }

  /** A bullet under a row. */
  Page item(String text) {
    return wrapped("    - ", text);
  }

  private Page wrapped(String first, String text) {
    String indent = " ".repeat(first.isEmpty() ? 2 : first.length());
    StringBuilder current = new StringBuilder(first);
    boolean fresh = true;
    for (String word : printable(text).split(" ", -1)) {
      if (!fresh && current.length() + 1 + word.length() > COLUMNS) {
        lines.add(current.toString().stripTrailing());
        current.setLength(0);
        current.append(indent);
        fresh = true;
      }
      current.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    lines.add(current.toString().stripTrailing());
    return this;
  }

  /**
   * Control and format characters become {@code ?}, since names come from archives and volumes
   * anybody can write.
   */
  static String printable(String text) {
    return text.codePoints()
        .map(c ->
            Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                ? '?'
                : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
