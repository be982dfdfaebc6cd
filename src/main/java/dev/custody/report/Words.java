package dev.custody.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A sentence that may hold untrusted values, taken apart so that a renderer can set apart whatever
 * is more than a plain word: paths, digests, names, markup.
 *
 * @param before opening punctuation, printed as it is
 * @param core the word itself
 * @param code whether the word is a value, to be printed literally
 * @param after closing punctuation, printed as it is
 */
record Words(String before, String core, boolean code, String after) {
  /** The most characters of one text that a document repeats; the raw record has the rest. */
  static final int MAX = 1500;

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’%-]*|[0-9]+\\.[0-9]+|…|–|—");

  /** Issue trackers turn GH-1 and JIRA-1 into links. */
  private static final Pattern TICKET = Pattern.compile("[A-Z]+-[0-9]+");

  /** Text that can neither move the cursor nor fail to be written as UTF-8. */
  static String clean(String text) {
    String printable = Page.printable(text);
    StringBuilder out = new StringBuilder(printable.length());
    printable
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  static List<Words> of(String text) {
    List<Words> words = new ArrayList<>();
    for (String word : shortened(clean(text), MAX).split(" +", -1)) {
      if (!word.isEmpty()) {
        words.add(one(word, words.isEmpty()));
      }
    }
    return words;
  }

  private static Words one(String word, boolean first) {
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
    // "1." at the start would begin a list.
    boolean list = first && !after.isEmpty() && core.matches("[0-9]+");
    boolean plain =
        core.isEmpty()
            || (PLAIN.matcher(core).matches() && !TICKET.matcher(core).matches() && !list);
    return new Words(word.substring(0, from), core, !plain, after);
  }

  /** At most {@code max} characters, never half of one. */
  static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "…";
  }
}
