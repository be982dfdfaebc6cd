package dev.custody.report.render;

import static dev.custody.report.render.MarkdownText.block;
import static dev.custody.report.render.MarkdownText.code;
import static dev.custody.report.render.MarkdownText.prose;
import static dev.custody.report.render.MarkdownText.row;

import dev.custody.record.Finding;
import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.run.ReportDocument.Image;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Summary;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The part of one run, as Markdown. */
final class MarkdownRun {
  private final StringBuilder out;
  private final Run run;
  private final boolean several;
  private final int level;

  MarkdownRun(StringBuilder out, Run run, boolean several) {
    this.out = out;
    this.run = run;
    this.several = several;
    this.level = several ? 3 : 2;
  }

  void write() {
    if (several) {
      heading(2, prose(run.id().name()));
      out.append("\n**").append(run.verdict()).append("**: ");
      out.append(prose(run.headline())).append("\n\n");
      out.append(prose(ReportTerms.place(run))).append('\n');
    }
    heading(level, "In short");
    summary(run.summary());
    findings(Finding.Kind.CAUSE);
    if (!run.missing().isEmpty()) {
      heading(level, "More records are needed");
      list("", run.missing());
    }
    new MarkdownMatrix(out, run).write("#".repeat(level));
    timeline();
    new MarkdownBeside(out, run.beside()).write("#".repeat(level));
    findings(Finding.Kind.WARNING);
    findings(Finding.Kind.NOTE);
    heading(level, "Not checked");
    list("", run.notChecked().stream().map(ReportTerms::gap).toList());
    if (!run.next().isEmpty()) {
      heading(level, "Next");
      out.append('\n')
          .append(
              block(
                  "sh",
                  run.next().stream()
                      .map(n -> "# " + Printable.text(n.why()) + "\n" + n.command())
                      .collect(Collectors.joining("\n"))));
    }
  }

  private void summary(Summary summary) {
    out.append('\n');
    summary.happened().forEach(t -> item("**What happened**", t));
    summary.who().forEach(t -> item("**Who did it**", t));
    summary.ruledOut().forEach(t -> item("Ruled out", t));
    summary.remedies().forEach(t -> item("**What to do**", t));
    for (Image image : summary.images()) {
      out.append("- Image ")
          .append(prose(image.seenBy()))
          .append(": ")
          .append(code(image.digest()));
      if (image.created() != null) {
        out.append(", created ").append(Times.time(image.created()));
      }
      if (image.exported() != null) {
        out.append(", exported ").append(Times.time(image.exported()));
        out.append(image.distance().isEmpty() ? "" : " (" + prose(image.distance()) + ")");
      }
      if (image.origin() != null) {
        out.append(", the image of ").append(prose(image.origin()));
      }
      out.append('\n');
    }
  }

  private void findings(Finding.Kind kind) {
    for (TaskFinding told : run.findings()) {
      Finding finding = told.finding();
      if (finding.kind() != kind) {
        continue;
      }
      heading(
          level,
          ReportTerms.word(kind)
              + ": "
              + code(finding.cause().id())
              + " ("
              + ReportTerms.lower(finding.confidence())
              + "), seen by "
              + prose(String.join(", ", told.tasks())));
      out.append("\n**").append(prose(Times.toMillis(finding.summary()))).append("**\n\n");
      out.append(MarkdownText.item("**Do:**", finding.remedy()));
      finding.evidence().forEach(e -> item("Evidence", e));
      finding.ruledOut().forEach(r -> item("Ruled out", r.toString()));
      item("Confirm", Times.toMillis(finding.confirm()));
    }
  }

  private void item(String label, String text) {
    out.append(MarkdownText.item(label + ":", text));
  }

  private void timeline() {
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
                  "**"
                      + ReportTerms.word(event.what())
                      + "**"
                      + (event.distance().isEmpty() ? "" : ", " + prose(event.distance()))
                      + ": "
                      + prose(MarkdownMatrix.brief(event.text())))));
    }
    int more = events.size() - ReportTerms.EVENTS;
    if (more > 0) {
      out.append("\n").append(more).append(" more are in the JSON form.\n");
    }
  }

  private void heading(int depth, String text) {
    out.append('\n').append("#".repeat(depth)).append(' ').append(text).append('\n');
  }

  private void list(String before, List<String> items) {
    if (!items.isEmpty()) {
      out.append('\n').append(before);
      items.forEach(i -> out.append("- ").append(prose(i)).append('\n'));
    }
  }
}
