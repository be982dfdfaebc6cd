package dev.custody.report.render;

import static dev.custody.report.render.MarkdownText.code;
import static dev.custody.report.render.MarkdownText.prose;
import static dev.custody.report.render.MarkdownText.row;

import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.Setting;
import dev.custody.report.run.ReportDocument.Beside;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the cluster and the logs say beside the records, as Markdown. */
final class MarkdownBeside {
  private static final int MAX_FAILURES = 20;

  private final StringBuilder out;
  private final Beside beside;

  MarkdownBeside(StringBuilder out, Beside beside) {
    this.out = out;
    this.beside = beside;
  }

  void write(String heading) {
    ClusterSection cluster = beside.cluster();
    if (cluster != null) {
      out.append('\n').append(heading).append(" What the cluster knows\n\n");
      cluster
          .suspects()
          .forEach(s ->
              item(
                  "**" + ReportTerms.word(s.standing()) + s.question().words() + "**", s.answer()));
      cluster
          .writers()
          .forEach(w -> {
            item("**" + ReportTerms.who(w) + "**", Times.toMillis(w.answer()));
            w.candidates()
                .forEach(c -> {
                  String line = c.line();
                  if (line != null) {
                    item("its log", line);
                  }
                });
          });
      cluster.unrecorded().forEach(u -> item("no record of " + prose(u.task()), u.text()));
      settings(cluster.settings());
    }
    if (!beside.workspace().isEmpty()) {
      out.append('\n').append(heading).append(" What changed around the archive\n\n");
      beside.workspace().forEach(w -> out.append("- ").append(prose(w)).append('\n'));
    }
    if (!beside.failures().isEmpty() || !beside.digests().isEmpty()) {
      out.append('\n').append(heading).append(" What the logs say\n\n");
      beside.digests().forEach(d -> out.append("- ").append(prose(d)).append('\n'));
      beside.failures().stream()
          .limit(MAX_FAILURES)
          .forEach(f ->
              out.append("- ")
                  .append(prose(f.stream().displayName() + ": " + f.kind().words()))
                  .append(": ")
                  .append(code(f.text()))
                  .append(" (")
                  .append(prose(f.source()))
                  .append(")\n"));
    }
  }

  private void item(String label, String text) {
    out.append("- ").append(label).append(": ").append(prose(text)).append('\n');
  }

  private void settings(List<Setting> settings) {
    if (settings.isEmpty()) {
      return;
    }
    out.append("\n<details><summary>What the pods asked for, and what the steps saw</summary>\n\n");
    List<String> head = new ArrayList<>(List.of("setting"));
    settings.getFirst().cells().forEach(c -> head.add(prose(c.task())));
    out.append(row(head)).append(row(Collections.nCopies(head.size(), "---")));
    for (Setting setting : settings) {
      List<String> cells = new ArrayList<>(List.of(setting.name().words()));
      setting.cells().forEach(c -> cells.add(cell(c)));
      out.append(row(cells));
    }
    out.append("\n</details>\n");
  }

  private static String cell(Setting.Cell cell) {
    String asked =
        cell.specified() == null ? "not set" : code(Printable.shortened(cell.specified(), 160));
    return switch (cell.arrival()) {
      case ARRIVED -> asked + " ✓ seen";
      case NOT_ARRIVED -> "**≠** " + asked + "; seen " + code(String.valueOf(cell.observed()));
      case NOT_COMPARED ->
          asked + (cell.observed() == null ? "" : "; seen " + code(cell.observed()));
    };
  }
}
