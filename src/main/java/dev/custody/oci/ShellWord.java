package dev.custody.oci;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Quotes text as one word for a POSIX shell, whatever it contains. The result can be printed and
 * pasted: it has no control or format characters and no backquotes. Newlines at the end get lost,
 * as in any command substitution.
 */
public final class ShellWord {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

  private ShellWord() {}

  /** Quotes the text. A text that begins with a dash is still read as an option. */
  public static String of(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return text.codePoints().allMatch(ShellWord::printable)
        ? "'" + text.replace("'", "'\\''") + "'"
        : "\"$(printf '" + octal(text) + "')\"";
  }

  /** Quotes a path so that it is never read as an option. */
  public static String path(String path) {
    return of(path.startsWith("-") ? "./" + path : path);
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> c != '`';
    };
  }

  /** The format of printf(1) that prints the text: letters, digits, and octal bytes. */
  private static String octal(String text) {
    StringBuilder format = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "/._:,@+ -".indexOf(c) >= 0)) {
        format.append(c);
      } else {
        format.append(String.format("\\%03o", (int) c));
      }
    }
    return format.toString();
  }
}
