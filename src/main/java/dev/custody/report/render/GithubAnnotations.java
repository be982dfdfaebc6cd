package dev.custody.report.render;

import dev.custody.gate.VerdictWord;
import dev.custody.record.Finding;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Printable;

/**
 * The findings as workflow commands, which GitHub Actions shows beside a job: causes as errors,
 * warnings as warnings, the verdict as a notice.
 */
public final class GithubAnnotations {
  private GithubAnnotations() {}

  /** One command in each line. */
  public static String render(ReportDocument document) {
    StringBuilder out = new StringBuilder();
    boolean pass = document.verdict() == VerdictWord.PASS;
    command(
        out,
        pass ? "notice" : "error",
        "custody " + document.verdict().text(),
        document.headline());
    for (Run run : document.runs()) {
      for (TaskFinding told : run.findings()) {
        Finding finding = told.finding();
        if (finding.kind() != Finding.Kind.NOTE) {
          command(
              out,
              finding.kind() == Finding.Kind.CAUSE ? "error" : "warning",
              finding.cause().id() + ", " + String.join(", ", told.tasks()),
              finding.summary() + ". " + finding.remedy());
        }
      }
    }
    return out.toString();
  }

  private static void command(StringBuilder out, String kind, String title, String message) {
    out.append("::").append(kind).append(" title=").append(property(title)).append("::");
    out.append(data(message)).append('\n');
  }

  private static String data(String text) {
    return Printable.text(text).replace("%", "%25");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
