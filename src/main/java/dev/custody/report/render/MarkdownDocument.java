package dev.custody.report.render;

import static dev.custody.report.render.MarkdownText.block;
import static dev.custody.report.render.MarkdownText.entities;
import static dev.custody.report.render.MarkdownText.prose;

import dev.custody.record.RecordJson;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.Source;
import dev.custody.report.text.Printable;
import java.util.List;

/** The document as GitHub flavoured Markdown, for an issue or a chat. */
public final class MarkdownDocument {
  /** An issue holds 65,536 characters; raw records are left out when they would not fit. */
  private static final int MAX_LENGTH = 60_000;

  /** So many records that did not fit, and no smaller one is looked for. */
  private static final int MAX_TRIES = 5;

  private final StringBuilder out = new StringBuilder();

  private MarkdownDocument() {}

  /** The whole document; its first line is the verdict. */
  public static String render(ReportDocument document) {
    MarkdownDocument page = new MarkdownDocument();
    page.write(document);
    return page.out.toString();
  }

  private void write(ReportDocument document) {
    out.append("# ")
        .append(document.verdict())
        .append(": ")
        .append(prose(document.headline()))
        .append("\n\n")
        .append(prose(ReportTerms.about(document)))
        .append('\n');
    list(document.missing().stream().map(m -> "missing: " + m).toList());
    list(document.volumes());
    List<Run> runs = document.runs();
    for (Run run : runs.stream().limit(ReportTerms.RUNS).toList()) {
      new MarkdownRun(out, run, runs.size() > 1).write();
    }
    if (runs.size() > ReportTerms.RUNS) {
      heading("Other runs");
      list(runs.stream().skip(ReportTerms.RUNS).limit(200).map(ReportTerms::line).toList());
    }
    if (!document.unreadable().isEmpty()) {
      heading("Could not be read");
      list(document.unreadable().stream().limit(100).toList());
      if (document.unreadable().size() > 100) {
        out.append("\n")
            .append(document.unreadable().size() - 100)
            .append(" more are in the JSON form.\n");
      }
    }
    if (!document.changed().isEmpty()) {
      heading("Records changed after their step wrote them");
      list(document.changed());
    }
    if (document.silentLogs() > 0) {
      out.append("\n").append(ReportTerms.silentLogs(document)).append(".\n");
    }
    document.statements().forEach(s -> out.append("\n").append(prose(s)).append('\n'));
    if (document.otherFiles() > 0) {
      out.append("\n").append(ReportTerms.otherFiles(document)).append('\n');
    }
    raw(document.records());
  }

  private void raw(List<Source> records) {
    if (records.isEmpty()) {
      return;
    }
    heading("Raw records");
    int left = 0;
    for (Source source : records) {
      String json = left > MAX_TRIES ? "" : block("json", RecordJson.line(source.document()));
      if (json.isEmpty() || out.length() + json.length() > MAX_LENGTH) {
        left++;
      } else {
        out.append("\n<details><summary>")
            .append(entities(Printable.shortened(source.source(), 300)))
            .append(source.compact() ? " (compact)" : "")
            .append("</summary>\n\n")
            .append(json)
            .append("\n</details>\n");
      }
    }
    if (left > 0) {
      out.append("\nLeft out, since an issue has room for 65,536 characters: ")
          .append(ReportTerms.count(left, "record", "records"))
          .append(". The HTML and JSON forms hold them.\n");
    }
  }

  private void heading(String text) {
    out.append("\n## ").append(text).append('\n');
  }

  private void list(List<String> items) {
    if (!items.isEmpty()) {
      out.append('\n');
      items.forEach(i -> out.append("- ").append(prose(i)).append('\n'));
    }
  }
}
