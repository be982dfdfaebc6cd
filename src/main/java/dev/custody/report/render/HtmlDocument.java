package dev.custody.report.render;

import dev.custody.gate.VerdictWord;
import dev.custody.record.RecordJson;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.Source;
import dev.custody.report.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The document as one HTML page that needs nothing else: no script, no network. A content security
 * policy in it makes the browser hold it to that.
 */
public final class HtmlDocument {
  /** Raw records beyond this many characters are left to the JSON. */
  private static final int MAX_RAW = 2_000_000;

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private final HtmlWriter out = new HtmlWriter();

  private HtmlDocument() {}

  /** The whole page. */
  public static String render(ReportDocument document) {
    HtmlDocument page = new HtmlDocument();
    page.write(document);
    return page.out.toString();
  }

  private void write(ReportDocument document) {
    out.open("html", "lang", "en");
    head(document);
    out.open("body").element("a", "Skip to the findings", "class", "skip", "href", "#content");
    out.open("header").open("div", "class", "verdict " + document.verdict().text()).open("h1");
    out.open("span", "class", "word");
    out.text(sign(document.verdict()) + document.verdict() + ":").close();
    out.text(" ").prose(document.headline()).close();
    out.element("p", ReportTerms.about(document), "class", "muted").close();
    contents(document);
    out.close("header").open("main", "id", "content", "tabindex", "-1");
    list("More records are needed", document.missing());
    list("One volume, several runs", document.volumes());
    boolean several = document.runs().size() > 1;
    for (int i = 0; i < Math.min(document.runs().size(), ReportTerms.RUNS); i++) {
      new HtmlRun(out, document.runs().get(i), "r" + i, several).write();
    }
    if (document.runs().size() > ReportTerms.RUNS) {
      list(
          "Other runs",
          document.runs().stream()
              .skip(ReportTerms.RUNS)
              .limit(1000)
              .map(ReportTerms::line)
              .toList());
    }
    unreadable(document);
    raw(document.records());
    out.close("main").open("footer").open("p");
    out.text("Written by custody report from the sources listed above and nothing else.");
    out.close("html");
  }

  private void head(ReportDocument document) {
    VerdictWord word = document.verdict();
    out.open("head").open("meta", "charset", "utf-8");
    out.element("title", word + ": " + Printable.shortened(document.headline(), 200));
    out.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.open("meta", "name", "color-scheme", "content", "light dark");
    out.open("meta", "name", "referrer", "content", "no-referrer");
    out.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    out.style(style()).close("head");
  }

  static String sign(VerdictWord verdict) {
    return switch (verdict) {
      case PASS -> "✓ ";
      case FAIL -> "✕ ";
      case UNKNOWN -> "? ";
    };
  }

  private void contents(ReportDocument document) {
    out.open("nav", "aria-label", "Contents").open("ul");
    for (int i = 0; i < Math.min(document.runs().size(), ReportTerms.RUNS); i++) {
      if (document.runs().size() > 1) {
        Run run = document.runs().get(i);
        link("r" + i, run.verdict() + " " + Printable.shortened(run.id().name(), 60));
      } else {
        link("r0-summary", "In short");
        link("r0-findings", "Findings");
        link("r0-matrix", "What differs");
        link("r0-timeline", "Timeline");
        link("r0-gaps", "Not checked");
        link("r0-next", "Next");
      }
    }
    if (!document.records().isEmpty()) {
      link("raw", "Raw records");
    }
    out.close("nav");
  }

  private void link(String id, String text) {
    out.open("li").element("a", text, "href", "#" + id).close();
  }

  private void unreadable(ReportDocument document) {
    list("Could not be read", document.unreadable().stream().limit(1000).toList());
    list("Records changed after their step wrote them", document.changed());
    if (document.silentLogs() > 0) {
      out.element("p", ReportTerms.silentLogs(document) + ".");
    }
    list("Statements", document.statements().stream().limit(1000).toList());
    if (document.otherFiles() > 0) {
      out.element("p", ReportTerms.otherFiles(document));
    }
  }

  private void raw(List<Source> records) {
    if (records.isEmpty()) {
      return;
    }
    out.element("h2", "Raw records", "id", "raw");
    int left = 0;
    int used = 0;
    for (Source source : records) {
      String json = RecordJson.indented(source.document());
      used += json.length();
      if (used > MAX_RAW) {
        left++;
        continue;
      }
      out.open("details", "class", "raw");
      out.element(
          "summary",
          Printable.shortened(source.source(), 300) + (source.compact() ? " (compact)" : ""));
      out.open("pre", "tabindex", "0").open("code").lines(json).close("details");
    }
    if (left > 0) {
      out.element(
          "p",
          ReportTerms.count(left, "record is", "records are")
              + " left out here; the JSON form has them.");
    }
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      out.element("h2", title).list(items);
    }
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlDocument.class.getResourceAsStream("report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own style sheet", e);
    }
  }
}
