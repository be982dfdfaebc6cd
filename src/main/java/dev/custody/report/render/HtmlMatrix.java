package dev.custody.report.render;

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
  static void write(HtmlWriter out, Run run, String labels) {
    List<Integer> shown = ReportTerms.columns(run.columns(), MAX_COLUMNS);
    List<Row> differing = ReportTerms.rows(run, Agreement.DIFFERS);
    if (differing.isEmpty()) {
      out.element("p", ReportTerms.noDifference(run));
    }
    out.open(
        "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", labels);
    out.open("table", "class", "matrix", "style", "--columns: " + shown.size());
    out.element("caption", "≠ marks a value that differs from the first task's");
    out.open("thead").open("tr").element("th", "Evidence", "scope", "col");
    shown.forEach(i -> title(out, run.columns().get(i)));
    out.close("thead").open("tbody");
    for (Row row : differing) {
      out.open("tr", "class", "differs").open("th", "scope", "row");
      out.element("span", "≠", "class", "mark", "aria-hidden", "true").text(row.evidence());
      out.element("span", " differs", "class", "aside").close();
      shown.forEach(i -> cell(out, run.columns().get(i).task(), row.cells().get(i)));
      out.close();
    }
    out.close("div");
    int hidden = run.columns().size() - shown.size();
    if (hidden > 0) {
      out.element(
          "p",
          "Not shown: "
              + ReportTerms.count(hidden, "more look", "more looks")
              + "; the JSON form has them.");
    }
    folded(out, run, Agreement.SAME, ReportTerms.same(run));
    folded(out, run, Agreement.PARTLY_SEEN, ": the same in every task that could see it");
  }

  private static void title(HtmlWriter out, Column column) {
    String tone =
        switch (column.result()) {
          case RECORDED, MATCHES -> "pass";
          case DIFFERS, DAMAGED, DENIED, MISSING -> "fail";
          case UNKNOWN -> "unknown";
        };
    out.open("th", "scope", "col").text(Printable.shortened(column.task(), 80) + " ");
    out.element("span", ReportTerms.word(column.result()), "class", "result " + tone);
    String until =
        column.looks() > 1
            ? " to " + Times.clock(column.until()) + ", " + column.looks() + " looks"
            : "";
    out.text(" ");
    out.element(
        "span",
        Times.clock(column.from()) + until + (column.compact() ? ", compact record" : ""),
        "class",
        "when");
    if (column.pod() != null) {
      out.text(" ");
      out.element("span", "pod " + Printable.shortened(column.pod(), 80), "class", "when");
    }
    out.close();
  }

  private static void cell(HtmlWriter out, String task, Cell cell) {
    String value = cell.value();
    String name = Printable.shortened(task, 80);
    if (value == null) {
      out.element("td", "not seen", "data-task", name, "class", "unseen");
    } else if (cell.differs()) {
      out.open("td", "data-task", name, "class", "other");
      out.element("span", "≠", "class", "mark", "aria-hidden", "true");
      out.element("span", "differs: ", "class", "aside").code(value).close();
    } else {
      out.open("td", "data-task", name).code(value).close();
    }
  }

  private static void folded(HtmlWriter out, Run run, Agreement agreement, String words) {
    List<Row> rows = ReportTerms.rows(run, agreement);
    if (rows.isEmpty()) {
      return;
    }
    boolean all = agreement == Agreement.SAME;
    out.open("details", "class", "equal");
    out.element(
        "summary", ReportTerms.count(rows.size(), "kind", "kinds") + " of evidence" + words);
    out.open("table", "class", "plain-table").open("thead").open("tr");
    out.element("th", "Evidence", "scope", "col").element("th", "Value", "scope", "col");
    if (!all) {
      out.element("th", "Not seen by", "scope", "col");
    }
    out.close("thead").open("tbody");
    for (Row row : rows) {
      out.open("tr").element("th", row.evidence(), "scope", "row").open("td");
      out.code(ReportTerms.value(row)).close();
      if (!all) {
        out.element("td", String.join(", ", ReportTerms.unseen(run, row)));
      }
      out.close();
    }
    out.close("details");
  }
}
