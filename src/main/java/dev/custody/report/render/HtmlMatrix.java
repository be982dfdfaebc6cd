package dev.custody.report.render;

import static dev.custody.report.render.HtmlText.code;
import static dev.custody.report.render.HtmlText.escaped;

import dev.custody.report.run.ReportDocument.Agreement;
import dev.custody.report.run.ReportDocument.Cell;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Row;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.List;

/** Evidence side by side: what differs is marked with a sign and words, what is equal is folded. */
final class HtmlMatrix {
  private static final int MAX_COLUMNS = 10;

  private HtmlMatrix() {}

  /** {@code labels} are the ids of the headings above. */
  static void write(StringBuilder out, Run run, String labels) {
    List<Integer> shown = ReportTerms.columns(run.columns(), MAX_COLUMNS);
    List<Row> differing = MarkdownDocument.rows(run, Agreement.DIFFERS);
    if (differing.isEmpty()) {
      out.append("<p>No evidence differs.</p>\n");
    }
    out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"")
        .append(labels)
        .append("\"><table class=\"matrix\" style=\"--columns: ")
        .append(shown.size())
        .append(
            "\">\n<caption>≠ marks what is not as the first task saw it</caption>\n<thead><tr><th scope=\"col\">Evidence</th>");
    for (int i : shown) {
      title(out, run.columns().get(i));
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (Row row : differing) {
      out.append(
              "<tr class=\"differs\"><th scope=\"row\"><span class=\"mark\" aria-hidden=\"true\">≠</span>")
          .append(escaped(row.evidence()))
          .append("<span class=\"aside\"> differs</span></th>");
      for (int i : shown) {
        cell(out, run.columns().get(i).task(), row.cells().get(i));
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
    if (run.columns().size() > shown.size()) {
      out.append("<p>Not shown: ")
          .append(ReportTerms.count(run.columns().size() - shown.size(), "more look", "more looks"))
          .append("; the JSON form has them.</p>\n");
    }
    folded(out, run, Agreement.SAME, ": the same in all tasks");
    folded(out, run, Agreement.PARTLY_SEEN, ": the same wherever seen, but not seen by all");
  }

  private static void title(StringBuilder out, Column column) {
    String tone =
        switch (column.result()) {
          case RECORDED, MATCHES -> "pass";
          case DIFFERS, DAMAGED, DENIED -> "fail";
          case UNKNOWN -> "unknown";
        };
    out.append("<th scope=\"col\">")
        .append(escaped(Printable.shortened(column.task(), 80)))
        .append(" <span class=\"result ")
        .append(tone)
        .append("\">")
        .append(ReportTerms.word(column.result()))
        .append("</span> <span class=\"when\">")
        .append(Times.clock(column.from()))
        .append(
            column.looks() > 1
                ? " to " + Times.clock(column.until()) + ", " + column.looks() + " looks"
                : "")
        .append(column.compact() ? ", compact record" : "")
        .append("</span></th>");
  }

  private static void cell(StringBuilder out, String task, Cell cell) {
    String value = cell.value();
    out.append("<td data-task=\"").append(escaped(Printable.shortened(task, 80))).append('"');
    if (value == null) {
      out.append(" class=\"unseen\">not seen</td>");
    } else if (cell.differs()) {
      out.append(
              " class=\"other\"><span class=\"mark\" aria-hidden=\"true\">≠</span><span class=\"aside\">differs: </span>")
          .append(code(value))
          .append("</td>");
    } else {
      out.append('>').append(code(value)).append("</td>");
    }
  }

  private static void folded(StringBuilder out, Run run, Agreement agreement, String words) {
    List<Row> rows = MarkdownDocument.rows(run, agreement);
    if (rows.isEmpty()) {
      return;
    }
    boolean all = agreement == Agreement.SAME;
    out.append("<details class=\"equal\"><summary>")
        .append(ReportTerms.count(rows.size(), "kind", "kinds"))
        .append(" of evidence")
        .append(words)
        .append(
            "</summary>\n<table class=\"plain-table\"><thead><tr><th scope=\"col\">Evidence</th><th scope=\"col\">Value</th>")
        .append(all ? "" : "<th scope=\"col\">Not seen by</th>")
        .append("</tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      out.append("<tr><th scope=\"row\">")
          .append(escaped(row.evidence()))
          .append("</th><td>")
          .append(code(MarkdownDocument.value(row)))
          .append("</td>");
      if (!all) {
        out.append("<td>")
            .append(escaped(String.join(", ", MarkdownDocument.unseen(run, row))))
            .append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody></table></details>\n");
  }
}
