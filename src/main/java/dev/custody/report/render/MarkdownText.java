package dev.custody.report.render;

import dev.custody.report.text.Printable;
import dev.custody.report.text.Spans;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text for GitHub flavoured Markdown in which untrusted values stay text: no markup, no table
 * cells, no links, no mentions.
 */
final class MarkdownText {
  /** What a code span holds literally, in a table too. */
  private static final Pattern LITERAL = Pattern.compile("[^`|\\\\\\p{Cntrl}]+");

  private MarkdownText() {}

  /** A sentence; whatever is not a plain word becomes code. */
  static String prose(String text) {
    return ProseWord.of(text).stream().map(MarkdownText::prose).collect(Collectors.joining(" "));
  }

  /** A list item; a long command in it is a block of its own, which GitHub offers to copy. */
  static String item(String label, String text) {
    StringBuilder out = new StringBuilder("- ").append(label);
    String gap = " ";
    for (ProseWord word : ProseWord.of(text)) {
      boolean block = word.command() && Spans.isLong(word.core());
      if (block) {
        out.append("\n  ```sh\n  ").append(word.core()).append("\n  ```");
      } else {
        out.append(gap).append(prose(word));
      }
      gap = block ? "\n  " : " ";
    }
    return out.append('\n').toString();
  }

  private static String prose(ProseWord word) {
    return word.before() + (word.code() ? code(word.core()) : word.core()) + word.after();
  }

  /** A value, literally. */
  static String code(String value) {
    String text = Printable.shortened(Printable.text(value).strip(), Printable.MAX);
    if (text.isEmpty()) {
      return "(empty)";
    }
    return LITERAL.matcher(text).matches()
        ? "`" + text + "`"
        : "<code>" + entities(text) + "</code>";
  }

  /** For HTML inside Markdown: everything but letters and digits as character references. */
  static String entities(String text) {
    StringBuilder out = new StringBuilder();
    Printable.text(text)
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == ',') {
            out.appendCodePoint(c);
          } else {
            out.append("&#").append(c).append(';');
          }
        });
    return out.toString();
  }

  /** A row of a table. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** A block of code that nothing in it can end. */
  static String block(String language, String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + language + "\n" + text + "\n" + fence + "\n";
  }
}
