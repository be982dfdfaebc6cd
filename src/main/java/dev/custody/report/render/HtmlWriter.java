package dev.custody.report.render;

import dev.custody.report.text.Printable;
import dev.custody.report.text.Spans;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Builds HTML from elements and text. Text and attribute values are always escaped, so that no
 * value of a record, a dump or a log can become markup; there is no way to add markup as text.
 */
final class HtmlWriter {
  /** A day and time, or a time alone; broken over two lines it is hard to read. */
  private static final Pattern TIME =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z?");

  private static final int DIGEST_SHOWN = 12;

  /** Elements without content. */
  private static final Set<String> VOID = Set.of("meta", "br", "wbr");

  /** Elements after which a line ends, so that the page can be read and compared by lines. */
  private static final Set<String> BLOCK =
      Set.of(
          "html", "head", "title", "style", "body", "header", "main", "footer", "nav", "section",
          "div", "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead",
          "tbody", "tr", "details", "summary", "pre", "meta");

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes come as names and values in turn. */
  HtmlWriter open(String tag, String... attributes) {
    tag(tag, attributes);
    out.append('>');
    if (VOID.contains(tag)) {
      lineAfter(tag);
    } else {
      open.push(tag);
    }
    return this;
  }

  /** Ends the innermost element. */
  HtmlWriter close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    lineAfter(tag);
    return this;
  }

  /** Ends elements up to and including the innermost of that name. */
  HtmlWriter close(String tag) {
    while (!tag.equals(open.peek())) {
      close();
    }
    return close();
  }

  /** An element that holds text only. */
  HtmlWriter element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An SVG shape. */
  HtmlWriter shape(String tag, String... attributes) {
    tag(tag, attributes);
    out.append("/>");
    return this;
  }

  /** Text; characters that move the cursor become {@code ?}. */
  HtmlWriter text(String value) {
    escape(Printable.text(value));
    return this;
  }

  /** Text of several lines, which keeps their ends. */
  HtmlWriter lines(String value) {
    escape(value);
    return this;
  }

  /** A sentence; whatever is not a plain word becomes code, and a long command a block. */
  HtmlWriter prose(String text) {
    List<ProseWord> words = ProseWord.of(text);
    for (int i = 0; i < words.size(); i++) {
      ProseWord word = words.get(i);
      text(i == 0 ? word.before() : " " + word.before());
      if (word.command()) {
        element(
            "code", word.core(), "class", Spans.isLong(word.core()) ? "command block" : "command");
      } else if (word.code()) {
        code(word.core());
      } else {
        text(word.core());
      }
      text(word.after());
    }
    return this;
  }

  /** A value, literally; of a digest the beginning stands out and the rest is there to copy. */
  HtmlWriter code(String value) {
    String text = Printable.text(Printable.shortened(value, Printable.MAX));
    if (TIME.matcher(text).matches()) {
      return element("code", text, "class", "time");
    }
    open("code");
    if (text.matches("sha(256|512):[0-9a-f]{64,128}")) {
      int shown = text.indexOf(':') + 1 + DIGEST_SHOWN;
      text(text.substring(0, shown)).element("span", text.substring(shown), "class", "rest");
    } else {
      int from = 0;
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == ':' || text.charAt(i) == '/') {
          text(text.substring(from, i + 1)).open("wbr");
          from = i + 1;
        }
      }
      text(text.substring(from));
    }
    return close();
  }

  /** A list of sentences. */
  HtmlWriter list(List<String> items) {
    open("ul");
    items.forEach(i -> open("li").prose(i).close());
    return close();
  }

  /** The program's own style sheet. */
  HtmlWriter style(String css) {
    open("style");
    if (css.contains("<")) {
      throw new IllegalArgumentException("a style sheet with markup in it");
    }
    out.append(css);
    return close();
  }

  private void tag(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(Printable.text(attributes[i + 1]));
      out.append('"');
    }
  }

  private void lineAfter(String tag) {
    if (BLOCK.contains(tag)) {
      out.append('\n');
    }
  }

  private void escape(String text) {
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
  }

  /** The document; every element must be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return "<!DOCTYPE html>\n" + out;
  }
}
