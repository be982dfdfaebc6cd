package dev.custody.report.render;

import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.Setting;
import dev.custody.report.cluster.Suspect;
import dev.custody.report.cluster.UnrecordedTask;
import dev.custody.report.cluster.Writer;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.run.ReportDocument.Beside;
import dev.custody.report.text.Times;
import java.util.List;
import java.util.Objects;

/** What the cluster and the logs say beside the records. */
final class HtmlBeside {
  private final HtmlWriter out;
  private final Beside beside;

  HtmlBeside(HtmlWriter out, Beside beside) {
    this.out = out;
    this.beside = beside;
  }

  /** {@code labels} are the ids of the headings above a table. */
  void write(String id, String heading, String labels) {
    ClusterSection cluster = beside.cluster();
    if (cluster != null) {
      out.element(heading, "What the cluster knows", "id", id + "-cluster");
      suspects(cluster.suspects());
      writers(cluster.writers());
      unrecorded(cluster.unrecorded());
      settings(cluster.settings(), labels);
    }
    if (!beside.workspace().isEmpty()) {
      out.element(heading, "What changed around the archive", "id", id + "-workspace");
      out.list(beside.workspace());
    }
    if (!beside.failures().isEmpty() || !beside.digests().isEmpty()) {
      out.element(heading, "What the logs say", "id", id + "-logs");
      out.list(beside.digests());
      for (LogEvidence.Failure failure : beside.failures()) {
        out.open("p").prose(failure.stream().displayName() + ": " + failure.kind().words());
        out.text(" (" + failure.source() + ")").close();
        out.open("pre").element("code", failure.text()).close();
      }
    }
  }

  private void suspects(List<Suspect> suspects) {
    out.open("dl");
    for (Suspect suspect : suspects) {
      out.element("dt", ReportTerms.word(suspect.standing()) + suspect.question().words());
      out.open("dd").prose(suspect.answer()).close();
    }
    out.close();
  }

  private void writers(List<Writer> writers) {
    for (Writer writer : writers) {
      out.open("p").open("strong").text(ReportTerms.who(writer)).close();
      out.text(" ").prose(Times.toMillis(writer.answer())).close();
      List<String> lines =
          writer.candidates().stream()
              .map(Writer.Candidate::line)
              .filter(Objects::nonNull)
              .toList();
      if (!lines.isEmpty()) {
        out.list(lines);
      }
    }
  }

  private void unrecorded(List<UnrecordedTask> tasks) {
    if (!tasks.isEmpty()) {
      out.element("p", "Tasks without a record:");
      out.list(tasks.stream().map(t -> t.task() + ": " + t.text()).toList());
    }
  }

  private void settings(List<Setting> settings, String label) {
    if (settings.isEmpty()) {
      return;
    }
    List<String> tasks = settings.getFirst().cells().stream().map(Setting.Cell::task).toList();
    out.open("details");
    out.element("summary", "What the pods asked for, and what the steps saw");
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", label);
    out.open("table", "class", "matrix settings", "style", "--columns: " + tasks.size());
    out.element("caption", "≠ marks a setting that was requested but is not in effect");
    out.open("thead").open("tr").element("th", "Setting", "scope", "col");
    tasks.forEach(t -> out.element("th", t, "scope", "col"));
    out.close("thead").open("tbody");
    for (Setting setting : settings) {
      out.open("tr").element("th", setting.name().words(), "scope", "row");
      setting.cells().forEach(this::cell);
      out.close();
    }
    out.close("details");
  }

  private void cell(Setting.Cell cell) {
    boolean lost = cell.arrival() == Setting.Arrival.NOT_ARRIVED;
    out.open("td", "data-task", cell.task(), "class", lost ? "other" : "setting");
    if (cell.specified() == null && cell.observed() == null) {
      out.element("span", "not set", "class", "unseen");
    } else {
      if (lost) {
        out.element("span", "≠", "class", "mark", "aria-hidden", "true");
      }
      if (cell.specified() == null) {
        out.text("not set");
      } else {
        out.code(cell.specified());
      }
      if (cell.observed() != null) {
        out.text(cell.arrival() == Setting.Arrival.ARRIVED ? " ✓ seen" : "; seen ");
        if (cell.arrival() != Setting.Arrival.ARRIVED) {
          out.code(cell.observed());
        }
      }
    }
    out.close();
  }
}
