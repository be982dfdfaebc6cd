package dev.custody.cli;

/**
 * Removes characters around an argument that nobody sees or means: white space of any script,
 * control and format characters (zero-width space, byte order mark), quotes of a shell or a word
 * processor.
 */
final class Blanks {
  private static final String OPENING =
      "\"'`\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u2039\u300c";
  private static final String CLOSING = "\"'`\u201d\u201c\u2019\u2018\u00bb\u203a\u300d";

  private Blanks() {}

  static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /** Returns the text without blanks at both ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (start < end && isBlank(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** Whether a quote opens or closes it; one side may be lost. */
  static boolean quoted(String text) {
    return !text.isEmpty()
        && (OPENING.indexOf(text.charAt(0)) >= 0
            || CLOSING.indexOf(text.charAt(text.length() - 1)) >= 0);
  }
}
