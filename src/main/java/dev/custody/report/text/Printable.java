package dev.custody.report.text;

/** Makes untrusted text safe to print: names come from archives and volumes anybody can write. */
public final class Printable {
  /** The most characters of one text that a document repeats; the raw record has the rest. */
  public static final int MAX = 1500;

  private Printable() {}

  /**
   * Control and format characters become {@code ?}, since names come from archives and volumes
   * anybody can write.
   */
  public static String text(String text) {
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

  /** Text that can neither move the cursor nor fail to be written as UTF-8. */
  public static String clean(String text) {
    String printable = text(text);
    StringBuilder out = new StringBuilder(printable.length());
    printable
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** At most {@code max} characters, never half of one. */
  public static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "…";
  }
}
