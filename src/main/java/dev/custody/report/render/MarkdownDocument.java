package dev.custody.report.render;

import static dev.custody.report.render.MarkdownText.block;
import static dev.custody.report.render.MarkdownText.code;
import static dev.custody.report.render.MarkdownText.entities;
import static dev.custody.report.render.MarkdownText.prose;
import static dev.custody.report.render.MarkdownText.row;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Agreement;
import dev.custody.report.run.ReportDocument.Cell;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.run.ReportDocument.Gap;
import dev.custody.report.run.ReportDocument.Row;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Source;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The document as GitHub flavoured Markdown, for an issue or a chat. */
public final class MarkdownDocument {
  /** An issue holds 65,536 characters; raw records are left out when they would not fit. */
  private static final int MAX_LENGTH = 60_000;

  /** So many records that did not fit, and no smaller one is looked for. */
  private static final int MAX_TRIES = 5;

  private static final int MAX_COLUMNS = 6;
  private static final int MAX_VALUE = 160;

  private static final Pattern DIGEST =
      Pattern.compile("\\b(sha(?:256|512):[0-9a-f]{16})[0-9a-f]{48,}");

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
        .append(document.verdict().toUpperCase(Locale.ROOT))
        .append(": ")
        .append(prose(document.headline()))
        .append('\n');
    list("", document.missing().stream().map(m -> "missing: " + m).toList());
    list("", document.volumes());
    List<Run> runs = document.runs();
    for (Run run : runs.stream().limit(ReportTerms.RUNS).toList()) {
      run(run, runs.size() > 1);
    }
    if (runs.size() > ReportTerms.RUNS) {
      heading(2, "More runs");
      list(
          "",
          runs.stream()
              .skip(ReportTerms.RUNS)
              .limit(200)
              .map(r -> r.verdict().toUpperCase(Locale.ROOT) + " " + r.name() + ": " + r.headline())
              .toList());
    }
    if (!document.unreadable().isEmpty()) {
      heading(2, "Could not be read");
      list("", document.unreadable().stream().limit(100).toList());
      more(document.unreadable().size() - 100);
    }
    if (document.otherFiles() > 0) {
      out.append("\n")
          .append(
              ReportTerms.count(
                  document.otherFiles(), "JSON file was no record", "JSON files were no records"))
          .append(".\n");
    }
    raw(document.records());
  }

  private void run(Run run, boolean several) {
    int level = several ? 3 : 2;
    if (several) {
      heading(2, prose(run.name()));
      out.append("\n**").append(run.verdict().toUpperCase(Locale.ROOT)).append("**: ");
      out.append(prose(run.headline())).append('\n');
    } else {
      out.append("\n")
          .append(
              prose(
                  ReportTerms.count(
                          run.columns().stream().mapToInt(Column::looks).sum(), "record", "records")
                      + " of "
                      + run.name()))
          .append(run.archive() == null ? "" : ", archive " + code(run.archive()))
          .append(".\n");
    }
    findings(run, Finding.Kind.CAUSE, level, "Cause");
    list("", run.origins().stream().map(o -> o + ".").toList());
    if (!run.missing().isEmpty()) {
      heading(level, "These records do not suffice");
      list("Missing is:\n", run.missing());
    }
    matrix(run, level);
    timeline(run, level);
    findings(run, Finding.Kind.WARNING, level, "Warning");
    findings(run, Finding.Kind.NOTE, level, "Note");
    heading(level, "Not checked");
    list("", run.notChecked().stream().map(MarkdownDocument::words).toList());
    if (!run.next().isEmpty()) {
      heading(level, "Next");
      out.append('\n')
          .append(
              block(
                  "sh",
                  run.next().stream()
                      .map(n -> "# " + Printable.clean(n.why()) + "\n" + n.command())
                      .collect(Collectors.joining("\n"))));
    }
  }

  private void findings(Run run, Finding.Kind kind, int level, String word) {
    for (TaskFinding told : run.findings()) {
      Finding finding = told.finding();
      if (finding.kind() != kind) {
        continue;
      }
      heading(
          level,
          word
              + ": "
              + code(finding.cause().id())
              + " ("
              + ReportTerms.lower(finding.confidence())
              + "), seen by "
              + prose(String.join(", ", told.tasks())));
      out.append("\n**").append(prose(finding.summary())).append("**\n\n");
      out.append("- **Do:** ").append(prose(finding.remedy())).append('\n');
      finding.evidence().forEach(e -> item("Evidence", e));
      finding.ruledOut().forEach(r -> item("Ruled out", r));
      item("Confirm", finding.confirm());
    }
  }

  private void item(String label, String text) {
    out.append("- ").append(label).append(": ").append(prose(text)).append('\n');
  }

  private void matrix(Run run, int level) {
    List<Row> differing = rows(run, Agreement.DIFFERS);
    List<Integer> shown = ReportTerms.columns(run.columns(), MAX_COLUMNS);
    heading(level, "What differs between the tasks");
    out.append('\n');
    List<String> head = new ArrayList<>(List.of("evidence"));
    shown.forEach(i -> head.add(title(run.columns().get(i))));
    out.append(row(head)).append(row(Collections.nCopies(head.size(), "---")));
    out.append(row(results(run, shown)));
    for (Row one : differing) {
      List<String> cells = new ArrayList<>(List.of("**≠ " + one.evidence() + "**"));
      UnaryOperator<String> form = briefly(one);
      shown.forEach(i -> cells.add(cell(one.cells().get(i), form)));
      out.append(row(cells));
    }
    if (differing.isEmpty()) {
      out.append("\nNo evidence differs.\n");
    }
    int hidden = run.columns().size() - shown.size();
    if (hidden > 0) {
      out.append("\nNot shown: ")
          .append(ReportTerms.count(hidden, "more look", "more looks"))
          .append(".\n");
    }
    folded(run, Agreement.SAME, ": the same in all tasks");
    folded(run, Agreement.PARTLY_SEEN, ": the same wherever seen, but not seen by all");
  }

  private static List<String> results(Run run, List<Integer> shown) {
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
  private static String brief(String text) {
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
    return whole.size() == cut.size() ? MarkdownDocument::brief : UnaryOperator.identity();
  }

  private static String cell(Cell cell, UnaryOperator<String> form) {
    String value = cell.value();
    if (value == null) {
      return "not seen";
    }
    String text = code(Printable.shortened(form.apply(value), MAX_VALUE));
    return cell.differs() ? "**≠** " + text : text;
  }

  private void folded(Run run, Agreement agreement, String words) {
    List<Row> rows = rows(run, agreement);
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
      List<String> cells = new ArrayList<>(List.of(one.evidence(), code(value(one))));
      if (!all) {
        cells.add(prose(String.join(", ", unseen(run, one))));
      }
      out.append(row(cells));
    }
    out.append("\n</details>\n");
  }

  static List<Row> rows(Run run, Agreement agreement) {
    return run.matrix().stream().filter(r -> r.agreement() == agreement).toList();
  }

  /** The value of a row that has only one. */
  static String value(Row row) {
    for (Cell cell : row.cells()) {
      if (cell.value() != null) {
        return cell.value();
      }
    }
    return "";
  }

  /** The tasks whose records do not show a row's evidence. */
  static List<String> unseen(Run run, Row row) {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < row.cells().size(); i++) {
      String task = run.columns().get(i).task();
      if (row.cells().get(i).value() == null && !tasks.contains(task)) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  private void timeline(Run run, int level) {
    List<Event> events = run.timeline();
    boolean oneDay = Times.oneDay(events.stream().map(Event::at).toList());
    heading(level, "Timeline");
    out.append("\n");
    out.append(
        row(List.of(oneDay ? Times.day(events.getFirst().at()) + ", UTC" : "UTC", "who", "what")));
    out.append(row(Collections.nCopies(3, "---")));
    for (Event event : events.stream().limit(ReportTerms.EVENTS).toList()) {
      boolean archive = event.lane().equals(Event.ARCHIVE);
      out.append(
          row(
              List.of(
                  oneDay ? Times.clock(event.at()) : Times.time(event.at()),
                  archive ? "*archive*" : prose(event.lane()),
                  "**" + ReportTerms.word(event.what()) + "**: " + prose(brief(event.text())))));
    }
    more(events.size() - ReportTerms.EVENTS);
  }

  private static String words(Gap gap) {
    return gap.what()
        + (gap.tasks().isEmpty() ? "" : " (" + String.join(", ", gap.tasks()) + ")")
        + (gap.causes().isEmpty() ? "" : "; cannot be excluded: " + CauseId.line(gap.causes()));
  }

  private void raw(List<Source> records) {
    if (records.isEmpty()) {
      return;
    }
    heading(2, "Raw records");
    int left = 0;
    for (Source source : records) {
      String json = left > MAX_TRIES ? "" : block("json", RawRecords.line(source.record()));
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

  private void heading(int level, String text) {
    out.append('\n').append("#".repeat(level)).append(' ').append(text).append('\n');
  }

  private void list(String before, List<String> items) {
    if (!items.isEmpty()) {
      out.append('\n').append(before);
      items.forEach(i -> out.append("- ").append(prose(i)).append('\n'));
    }
  }

  private void more(int number) {
    if (number > 0) {
      out.append("\n").append(number).append(" more are in the JSON form.\n");
    }
  }
}
