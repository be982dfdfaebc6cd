package dev.custody.report.render;

import dev.custody.report.text.Printable;
import java.util.stream.Collectors;

/** Text for HTML in which untrusted values stay text, in elements and in quoted attributes. */
final class HtmlText {
  private static final int DIGEST_SHOWN = 12;

  private HtmlText() {}

  /** Characters that mean something to HTML as references, control characters as {@code ?}. */
  static String escaped(String value) {
    String text = Printable.clean(value);
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Appends preformatted text to an element, keeping line ends and quotation marks. */
  static void block(StringBuilder out, String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '&' || c == '<' || c == '>') {
        out.append(text, from, i).append(c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
        from = i + 1;
      }
    }
    out.append(text, from, text.length());
  }

  /** A sentence; whatever is not a plain word becomes code. */
  static String prose(String text) {
    return ProseWord.of(text).stream()
        .map(w ->
            escaped(w.before())
                + (w.code() ? code(w.core()) : escaped(w.core()))
                + escaped(w.after()))
        .collect(Collectors.joining(" "));
  }

  /** A value, literally; of a digest the beginning stands out and the rest is there to copy. */
  static String code(String value) {
    String text = Printable.shortened(value, Printable.MAX);
    int start = text.indexOf(':') + 1;
    boolean digest = text.matches("sha(256|512):[0-9a-f]{64,128}");
    return digest
        ? "<code>"
            + text.substring(0, start + DIGEST_SHOWN)
            + "<span class=\"rest\">"
            + text.substring(start + DIGEST_SHOWN)
            + "</span></code>"
        : "<code>" + escaped(text).replace(":", ":<wbr>").replace("/", "/<wbr>") + "</code>";
  }
}
