package dev.custody.report.render;

import static dev.custody.report.render.HtmlText.code;
import static dev.custody.report.render.HtmlText.escaped;
import static dev.custody.report.render.HtmlText.prose;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Gap;
import dev.custody.report.run.ReportDocument.NextCommand;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Source;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The document as one HTML page that needs nothing else: no script, no network. A content security
 * policy in it makes the browser hold it to that.
 */
public final class HtmlDocument {
  /** Raw records beyond this many characters are left to the JSON. */
  private static final int MAX_RAW = 8_000_000;

  private final StringBuilder out = new StringBuilder(1 << 16);

  private HtmlDocument() {}

  /** The whole page. */
  public static String render(ReportDocument document) {
    HtmlDocument page = new HtmlDocument();
    page.write(document);
    return page.out.toString();
  }

  private void write(ReportDocument document) {
    String word = document.verdict().toUpperCase(Locale.ROOT);
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(word)
        .append(": ")
        .append(escaped(Printable.shortened(document.headline(), 200)))
        .append(
            "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append(
            "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';")
        .append(" base-uri 'none'; form-action 'none'\">\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n")
        .append(
            "<a class=\"skip\" href=\"#content\">Skip to the findings</a>\n<header>\n<div class=\"verdict ")
        .append(document.verdict())
        .append("\">\n<h1><span class=\"word\">")
        .append(sign(document.verdict()))
        .append(word)
        .append(":</span> ")
        .append(prose(document.headline()))
        .append("</h1>\n<p class=\"muted\">")
        .append(escaped(about(document)))
        .append("</p>\n</div>\n");
    contents(document);
    out.append("</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    list("These records do not suffice: missing is", document.missing());
    list("One volume, several runs", document.volumes());
    boolean several = document.runs().size() > 1;
    for (int i = 0; i < Math.min(document.runs().size(), ReportTerms.RUNS); i++) {
      run(document.runs().get(i), "r" + i, several);
    }
    if (document.runs().size() > ReportTerms.RUNS) {
      list(
          "More runs",
          document.runs().stream()
              .skip(ReportTerms.RUNS)
              .limit(1000)
              .map(r -> r.verdict().toUpperCase(Locale.ROOT) + " " + r.name() + ": " + r.headline())
              .toList());
    }
    unreadable(document);
    raw(document.records());
    out.append(
        "</main>\n<footer><p>Written by custody report from the records listed above; it looked at nothing else.</p></footer>\n</body>\n</html>\n");
  }

  private static String sign(String verdict) {
    return switch (verdict) {
      case "pass" -> "✓ ";
      case "fail" -> "✕ ";
      default -> "? ";
    };
  }

  private static String about(ReportDocument document) {
    StringBuilder about = new StringBuilder();
    if (document.runs().size() == 1) {
      Run run = document.runs().getFirst();
      about
          .append(run.name())
          .append(run.archive() == null ? "" : " · " + run.archive())
          .append(" · ");
    }
    return about + ReportTerms.count(document.records().size(), "record", "records");
  }

  private void contents(ReportDocument document) {
    out.append("<nav aria-label=\"Contents\"><ul>\n");
    for (int i = 0; i < Math.min(document.runs().size(), ReportTerms.RUNS); i++) {
      if (document.runs().size() > 1) {
        Run run = document.runs().get(i);
        link(
            "r" + i,
            run.verdict().toUpperCase(Locale.ROOT) + " " + Printable.shortened(run.name(), 60));
      } else {
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
    out.append("</ul></nav>\n");
  }

  private void link(String id, String text) {
    out.append("<li><a href=\"#")
        .append(id)
        .append("\">")
        .append(escaped(text))
        .append("</a></li>\n");
  }

  private void run(Run run, String id, boolean several) {
    out.append("<section id=\"")
        .append(id)
        .append("\" aria-labelledby=\"")
        .append(several ? id + "-h" : id + "-findings")
        .append("\">\n");
    if (several) {
      out.append("<h2 id=\"")
          .append(id)
          .append("-h\">")
          .append(escaped(Printable.shortened(run.name(), 200)))
          .append("</h2>\n<p class=\"")
          .append(run.verdict())
          .append("\"><strong class=\"tone\">")
          .append(sign(run.verdict()))
          .append(run.verdict().toUpperCase(Locale.ROOT))
          .append(":</strong> ")
          .append(prose(run.headline()))
          .append("</p>\n");
    }
    heading(several, id + "-findings", "Findings");
    findings(run, Finding.Kind.CAUSE);
    if (run.findings().stream().noneMatch(f -> f.finding().kind() == Finding.Kind.CAUSE)) {
      out.append("<p>No cause was found")
          .append(run.verdict().equals("pass") ? ", and none is needed" : "")
          .append(".</p>\n");
    }
    run.origins().forEach(o -> out.append("<p class=\"sum\">").append(prose(o)).append(".</p>\n"));
    if (!run.missing().isEmpty()) {
      out.append(
          "<div class=\"finding unknown\"><h3 class=\"tone\">These records do not suffice</h3><p>Missing is:</p>\n");
      items(run.missing());
      out.append("</div>\n");
    }
    findings(run, Finding.Kind.WARNING);
    heading(several, id + "-matrix", "What differs between the tasks");
    HtmlMatrix.write(out, run, (several ? id + "-h " : "") + id + "-matrix");
    heading(several, id + "-timeline", "Timeline");
    HtmlTimeline.write(out, run, id + "-timeline");
    notes(run);
    heading(several, id + "-gaps", "Not checked");
    items(run.notChecked().stream().map(HtmlDocument::words).toList());
    next(run, several, id);
    out.append("</section>\n");
  }

  private void heading(boolean nested, String id, String text) {
    String tag = nested ? "h3" : "h2";
    out.append('<')
        .append(tag)
        .append(" id=\"")
        .append(id)
        .append("\">")
        .append(text)
        .append("</")
        .append(tag)
        .append(">\n");
  }

  private void findings(Run run, Finding.Kind kind) {
    for (TaskFinding told : run.findings()) {
      if (told.finding().kind() == kind) {
        finding(told, kind);
      }
    }
  }

  private void finding(TaskFinding told, Finding.Kind kind) {
    Finding finding = told.finding();
    String tone =
        switch (kind) {
          case CAUSE -> "fail";
          case WARNING -> "unknown";
          case NOTE -> "plain";
        };
    String heading = "h3";
    out.append("<div class=\"finding ")
        .append(tone)
        .append("\"><")
        .append(heading)
        .append("><span class=\"tone\">")
        .append(
            switch (kind) {
              case CAUSE -> "Cause";
              case WARNING -> "Warning";
              case NOTE -> "Note";
            })
        .append(":</span> ")
        .append(code(finding.cause().id()))
        .append(" <span class=\"muted\">(")
        .append(ReportTerms.lower(finding.confidence()))
        .append("), seen by ")
        .append(escaped(Printable.shortened(String.join(", ", told.tasks()), 300)))
        .append("</span></")
        .append(heading)
        .append(">\n<p class=\"sum\">")
        .append(prose(finding.summary()))
        .append("</p>\n<dl class=\"do\"><dt>Do</dt><dd>")
        .append(prose(finding.remedy()))
        .append("</dd></dl>\n<dl>\n");
    facts("Evidence", finding.evidence());
    facts("Ruled out", finding.ruledOut());
    out.append("<dt>Confirm</dt><dd>")
        .append(prose(finding.confirm()))
        .append("</dd>\n</dl></div>\n");
  }

  private void facts(String label, List<String> facts) {
    if (!facts.isEmpty()) {
      out.append("<dt>").append(label).append("</dt><dd>");
      items(facts);
      out.append("</dd>\n");
    }
  }

  private void notes(Run run) {
    long notes =
        run.findings().stream().filter(f -> f.finding().kind() == Finding.Kind.NOTE).count();
    if (notes > 0) {
      out.append("<details><summary>")
          .append(ReportTerms.count((int) notes, "note: normal", "notes: normal"))
          .append(", but worth knowing</summary>\n");
      findings(run, Finding.Kind.NOTE);
      out.append("</details>\n");
    }
  }

  private static String words(Gap gap) {
    return gap.what()
        + (gap.tasks().isEmpty() ? "" : " (" + String.join(", ", gap.tasks()) + ")")
        + (gap.causes().isEmpty() ? "" : "; cannot be excluded: " + CauseId.line(gap.causes()));
  }

  private void next(Run run, boolean several, String id) {
    heading(several, id + "-next", "Next commands");
    if (run.next().isEmpty()) {
      out.append("<p>None needed.</p>\n");
    }
    for (NextCommand next : run.next()) {
      out.append("<p>")
          .append(prose(next.why()))
          .append(":</p>\n<pre><code>")
          .append(escaped(next.command()))
          .append("</code></pre>\n");
    }
  }

  private void unreadable(ReportDocument document) {
    list("Could not be read", document.unreadable().stream().limit(1000).toList());
    if (document.otherFiles() > 0) {
      out.append("<p>")
          .append(
              ReportTerms.count(
                  document.otherFiles(), "JSON file was no record", "JSON files were no records"))
          .append(".</p>\n");
    }
  }

  private void raw(List<Source> records) {
    if (records.isEmpty()) {
      return;
    }
    out.append("<h2 id=\"raw\">Raw records</h2>\n");
    int left = 0;
    int used = 0;
    for (Source source : records) {
      String json = RawRecords.indented(source.record());
      used += json.length();
      if (used > MAX_RAW) {
        left++;
        continue;
      }
      out.append("<details class=\"raw\"><summary>")
          .append(escaped(Printable.shortened(source.source(), 300)))
          .append(source.compact() ? " (compact)" : "")
          .append("</summary>\n<pre tabindex=\"0\"><code>");
      HtmlText.block(out, json);
      out.append("</code></pre></details>\n");
    }
    if (left > 0) {
      out.append("<p>")
          .append(ReportTerms.count(left, "record is", "records are"))
          .append(" left out here; the JSON form has them.</p>\n");
    }
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      out.append("<h2>").append(title).append("</h2>\n");
      items(items);
    }
  }

  private void items(List<String> items) {
    out.append("<ul>\n");
    items.forEach(i -> out.append("<li>").append(prose(i)).append("</li>\n"));
    out.append("</ul>\n");
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
