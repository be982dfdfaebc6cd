package dev.custody.oci;

/** Text from an archive, made safe to print: control characters escaped, length bounded. */
public final class Quoted {
  private static final int LIMIT = 200;

  private Quoted() {}

  public static String of(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(LIMIT)
        .forEach(c -> {
          int type = Character.getType(c);
          if (type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR) {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            out.appendCodePoint(c);
          }
        });
    return text.codePointCount(0, text.length()) > LIMIT ? out + "…" : out.toString();
  }
}
