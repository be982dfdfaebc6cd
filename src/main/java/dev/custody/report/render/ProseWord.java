package dev.custody.report.render;

import dev.custody.report.text.Printable;
import dev.custody.report.text.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A sentence that may hold untrusted values, taken apart so that a renderer can set apart whatever
 * is more than a plain word: paths, digests, names, markup.
 *
 * @param before opening punctuation, printed as it is
 * @param core the word itself
 * @param code whether the word is a value or a command, to be printed literally
 * @param after closing punctuation, printed as it is
 */
record ProseWord(String before, String core, boolean code, String after) {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’%-]*|[0-9]+\\.[0-9]+|…|–|—");

  /** Issue trackers turn GH-1 and JIRA-1 into links. */
  private static final Pattern TICKET = Pattern.compile("[A-Z]+-[0-9]+");

  /** Whether it is a command, to be copied as a whole: no other word has blanks in it. */
  boolean command() {
    return code && core.indexOf(' ') >= 0;
  }

  static List<ProseWord> of(String text) {
    List<ProseWord> words = new ArrayList<>();
    for (String word : Spans.of(Printable.shortened(Printable.text(text), Printable.MAX))) {
      if (!word.isEmpty()) {
        words.add(one(word, words.isEmpty()));
      }
    }
    return words;
  }

  private static ProseWord one(String word, boolean first) {
    int from = 0;
    int to = word.length();
    while (from < to && "(\"“".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && ",.;:)\"”?".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    String core = word.substring(from, to);
    String after = word.substring(to);
    if (Spans.isCommand(core)) {
      return new ProseWord(word.substring(0, from), Spans.command(core), true, after);
    }
    // "1." at the start would begin a list.
    boolean list = first && !after.isEmpty() && core.matches("[0-9]+");
    boolean plain =
        core.isEmpty()
            || (PLAIN.matcher(core).matches() && !TICKET.matcher(core).matches() && !list);
    return new ProseWord(word.substring(0, from), core, !plain, after);
  }
}
