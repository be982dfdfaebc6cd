package dev.custody.report.render;

import static dev.custody.report.render.MarkdownText.code;
import static dev.custody.report.render.MarkdownText.prose;
import static dev.custody.report.render.MarkdownText.row;

import dev.custody.report.run.ReportDocument.Agreement;
import dev.custody.report.run.ReportDocument.Cell;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Row;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Evidence side by side, as Markdown tables. */
final class MarkdownMatrix {
  private static final int MAX_COLUMNS = 6;
  private static final int MAX_VALUE = 160;

  private static final Pattern DIGEST =
      Pattern.compile("\\b(sha(?:256|512):[0-9a-f]{16})[0-9a-f]{48,}");

  private final StringBuilder out;
  private final Run run;

  MarkdownMatrix(StringBuilder out, Run run) {
    this.out = out;
    this.run = run;
  }

  void write(String heading) {
    List<Row> differing = ReportTerms.rows(run, Agreement.DIFFERS);
    List<Integer> shown = ReportTerms.columns(run.columns(), MAX_COLUMNS);
    out.append('\n').append(heading).append(" What differs between the tasks\n\n");
    List<String> head = new ArrayList<>(List.of("evidence"));
    shown.forEach(i -> head.add(title(run.columns().get(i))));
    out.append(row(head)).append(row(Collections.nCopies(head.size(), "---")));
    out.append(row(results(shown)));
    for (Row one : differing) {
      List<String> cells = new ArrayList<>(List.of("**≠ " + one.evidence() + "**"));
      UnaryOperator<String> form = briefly(one);
      shown.forEach(i -> cells.add(cell(one.cells().get(i), form)));
      out.append(row(cells));
    }
    if (differing.isEmpty()) {
      out.append("\n" + ReportTerms.noDifference(run) + "\n");
    }
    int hidden = run.columns().size() - shown.size();
    if (hidden > 0) {
      out.append("\nNot shown: ")
          .append(ReportTerms.count(hidden, "more look", "more looks"))
          .append(".\n");
    }
    folded(Agreement.SAME, ReportTerms.same(run));
    folded(Agreement.PARTLY_SEEN, ": the same in every task that could see it");
  }

  private List<String> results(List<Integer> shown) {
    List<String> cells = new ArrayList<>(List.of("result"));
    for (int i : shown) {
      Column column = run.columns().get(i);
      String word = ReportTerms.word(column.result());
      cells.add(ReportTerms.bad(column.result()) ? "**" + word + "**" : word);
    }
    return cells;
  }

  private static String title(Column column) {
    return prose(column.task())
        + (column.compact() ? " (compact)" : "")
        + "<br>"
        + Times.clock(column.from())
        + (column.looks() > 1 ? ", " + column.looks() + " looks" : "");
  }

  /** Digests cut where sixteen digits tell them apart; findings and raw records have them whole. */
  static String brief(String text) {
    return DIGEST.matcher(text).replaceAll("$1…");
  }

  /** The same within a row, if it does not make two values equal. */
  private static UnaryOperator<String> briefly(Row row) {
    Set<String> whole = new HashSet<>();
    Set<String> cut = new HashSet<>();
    for (Cell cell : row.cells()) {
      if (cell.value() != null) {
        whole.add(cell.value());
        cut.add(brief(cell.value()));
      }
    }
    return whole.size() == cut.size() ? MarkdownMatrix::brief : UnaryOperator.identity();
  }

  private static String cell(Cell cell, UnaryOperator<String> form) {
    String value = cell.value();
    if (value == null) {
      return "not seen";
    }
    String text = code(Printable.shortened(form.apply(value), MAX_VALUE));
    return cell.differs() ? "**≠** " + text : text;
  }

  private void folded(Agreement agreement, String words) {
    List<Row> rows = ReportTerms.rows(run, agreement);
    if (rows.isEmpty()) {
      return;
    }
    out.append("\n<details><summary>")
        .append(ReportTerms.count(rows.size(), "kind", "kinds"))
        .append(" of evidence")
        .append(words)
        .append("</summary>\n\n");
    boolean all = agreement == Agreement.SAME;
    out.append(
        row(all ? List.of("evidence", "value") : List.of("evidence", "value", "not seen by")));
    out.append(row(Collections.nCopies(all ? 2 : 3, "---")));
    for (Row one : rows) {
      List<String> cells = new ArrayList<>(List.of(one.evidence(), code(ReportTerms.value(one))));
      if (!all) {
        cells.add(prose(String.join(", ", ReportTerms.unseen(run, one))));
      }
      out.append(row(cells));
    }
    out.append("\n</details>\n");
  }
}
