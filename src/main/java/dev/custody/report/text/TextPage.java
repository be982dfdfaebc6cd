package dev.custody.report.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a step's log: lines of at most 100 columns where words allow it, continuation lines
 * indented under their text. A command in backquotes is never broken. Untrusted text cannot start a
 * new line or move the cursor.
 */
public final class TextPage {
  static final int COLUMNS = 100;

  private final List<String> lines = new ArrayList<>();

  /** A line of words, wrapped. */
  public TextPage line(String text) {
    return wrapped("", text);
  }

  /** An empty line, but never two. */
  public TextPage gap() {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add("");
    }
    return this;
  }

  /** A line of a two-column table: {@code label text}. */
  public TextPage row(String label, String text) {
    return wrapped("  " + label + " ".repeat(Math.max(1, 15 - label.length())), text);
  }

  private TextPage wrapped(String first, String text) {
    String indent = " ".repeat(first.isEmpty() ? 2 : first.length());
    StringBuilder current = new StringBuilder(first);
    boolean fresh = true;
    boolean full = false;
    for (String word : Spans.of(Printable.text(text))) {
      // A longer command has a line of its own, so that it can be copied.
      boolean command = Spans.isCommand(word) && Spans.isLong(Spans.command(word));
      if (!fresh && (command || full || current.length() + 1 + word.length() > COLUMNS)) {
        lines.add(current.toString().stripTrailing());
        current.setLength(0);
        current.append(indent);
        fresh = true;
      }
      current.append(fresh ? "" : " ").append(command ? Spans.command(word) : word);
      fresh = false;
      full = command;
    }
    lines.add(current.toString().stripTrailing());
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
