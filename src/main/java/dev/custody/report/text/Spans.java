package dev.custody.report.text;

import java.util.ArrayList;
import java.util.List;

/** The words of a sentence; a command in backquotes, blanks and all, is one of them. */
public final class Spans {
  private static final int LONG = 48;

  private Spans() {}

  /** The words, as a split at each blank gives them outside of backquotes; with punctuation. */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int blank = text.indexOf(' ', from);
      int tick = from;
      while (tick < text.length() && text.charAt(tick) == '(') {
        tick++;
      }
      if (text.startsWith("`", tick)) {
        int end = text.indexOf('`', tick + 1);
        blank = end < 0 ? blank : text.indexOf(' ', end);
      }
      int to = blank < 0 ? text.length() : blank;
      words.add(text.substring(from, to));
      from = to + 1;
    }
    return words;
  }

  /** Whether a word is a command in backquotes, and nothing more. */
  public static boolean isCommand(String word) {
    return word.length() > 2 && word.startsWith("`") && word.indexOf('`', 1) == word.length() - 1;
  }

  /** Whether a command is so long that it gets a line or a block of its own, to be copied. */
  public static boolean isLong(String command) {
    return command.length() > LONG;
  }

  /** The command without its backquotes. */
  public static String command(String word) {
    return word.substring(1, word.length() - 1);
  }
}
