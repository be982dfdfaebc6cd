package dev.custody.report.text;

/** Makes untrusted text safe to print: names come from archives and volumes anybody can write. */
public final class Printable {
  /** The most characters of one text that a document repeats; the raw record has the rest. */
  public static final int MAX = 1500;

  private Printable() {}

  /**
   * Text that can neither move the cursor nor fail to be written as UTF-8: control and format
   * characters are spelt {@code \\u{1b}}, as {@link dev.custody.oci.Quoted} spells them in
   * messages.
   */
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
            default -> out.appendCodePoint(c);
          }
        });
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
