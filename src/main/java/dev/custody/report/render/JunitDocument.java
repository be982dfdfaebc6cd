package dev.custody.report.render;

import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import java.util.Locale;

/**
 * The document as JUnit XML, which CI servers show as test results: a suite for each run, a case
 * for each task; a task that found something else failed, one that cannot tell has an error.
 */
public final class JunitDocument {
  private JunitDocument() {}

  /** The whole file. */
  public static String render(ReportDocument document) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"custody\">\n");
    for (Run run : document.runs()) {
      out.append(
          String.format(
              Locale.ROOT,
              "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\">%n",
              escaped(run.id().name()),
              run.columns().size(),
              run.columns().stream().filter(c -> failed(c)).count(),
              run.columns().stream().filter(c -> unknown(c)).count()));
      run.columns().forEach(c -> task(out, run, c));
      out.append("</testsuite>\n");
    }
    return out.append("</testsuites>\n").toString();
  }

  private static void task(StringBuilder out, Run run, Column column) {
    out.append("<testcase classname=\"").append(escaped(run.id().name())).append("\" name=\"");
    out.append(escaped(column.task())).append('"');
    if (!failed(column) && !unknown(column)) {
      out.append("/>\n");
      return;
    }
    String tag = failed(column) ? "failure" : "error";
    out.append("><").append(tag).append(" message=\"").append(escaped(column.reason()));
    out.append("\">").append(escaped(String.join(". ", run.summary().remedies())));
    out.append("</").append(tag).append("></testcase>\n");
  }

  private static boolean failed(Column column) {
    return switch (column.result()) {
      case DIFFERS, DAMAGED -> true;
      case RECORDED, MATCHES, DENIED, MISSING, UNKNOWN -> false;
    };
  }

  private static boolean unknown(Column column) {
    return switch (column.result()) {
      case DENIED, MISSING, UNKNOWN -> true;
      case RECORDED, MATCHES, DIFFERS, DAMAGED -> false;
    };
  }

  private static String escaped(String text) {
    return Printable.text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
