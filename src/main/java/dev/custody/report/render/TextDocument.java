package dev.custody.report.render;

import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Event;
import dev.custody.report.run.ReportDocument.Image;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Summary;
import dev.custody.report.text.TextPage;
import dev.custody.report.text.Times;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The document as plain text for a log: at most sixty lines, the most telling first. */
public final class TextDocument {
  /** More than this scrolls the verdict out of a log's view. */
  static final int MAX_LINES = 60;

  private static final int WORKSPACE_LINES = 6;

  /** How much is left out so that the tasks and the timeline stay: nothing, or one thing more. */
  private enum Form {
    WHOLE,
    /** Records that were edited take a line each. */
    SHORT_NOTES,
    /** The timeline without the starts of tasks. */
    NO_STARTS,
    /** Nor their ends. */
    NO_ENDS,
    /** The first of what is ruled out. */
    FEW_RULED_OUT;

    boolean isAtLeast(Form other) {
      return compareTo(other) >= 0;
    }
  }

  private final Form form;
  private final TextPage page = new TextPage();
  private final Set<String> said = new HashSet<>();

  private TextDocument(Form form) {
    this.form = form;
  }

  /** The document in the fullest form that fits; its first line is the verdict. */
  public static String render(ReportDocument document) {
    List<String> lines = List.of();
    for (Form form : Form.values()) {
      TextDocument text = new TextDocument(form);
      text.write(document);
      lines = text.page.toString().lines().toList();
      if (lines.size() < MAX_LINES || (form == Form.WHOLE && lines.size() == MAX_LINES)) {
        return text.page
            + (form == Form.WHOLE
                ? ""
                : "  shortened: --format markdown and --format html have everything\n");
      }
    }
    return String.join("\n", lines.subList(0, MAX_LINES - 1))
        + "\n  "
        + (lines.size() - MAX_LINES + 1)
        + " more lines: --format markdown and --format html have everything\n";
  }

  private void write(ReportDocument document) {
    page.line(document.verdict() + "  " + document.headline());
    page.line("  " + ReportTerms.about(document));
    document.missing().forEach(m -> page.row("missing", m));
    boolean several = document.runs().size() > 1;
    for (Run run : document.runs().stream().limit(ReportTerms.RUNS).toList()) {
      page.gap();
      if (several) {
        page.line(ReportTerms.line(run));
      }
      summary(
          run.summary(),
          several
              ? (form.isAtLeast(Form.FEW_RULED_OUT) ? 1 : 2)
              : form.isAtLeast(Form.FEW_RULED_OUT) ? 3 : 10);
      run.missing().stream()
          .filter(m -> !said.contains("get " + m) && said.add(m))
          .limit(2)
          .forEach(m -> page.row("missing", m));
    }
    document.volumes().forEach(v -> page.row("volume", v));
    document.unreadable().stream().limit(3).forEach(u -> page.row("unreadable", u));
    // Where there are records, a log has no room for what was none.
    if (document.otherFiles() > 0 && document.runs().isEmpty()) {
      page.row("files", ReportTerms.otherFiles(document));
    }
    if (document.silentLogs() > 0 && document.runs().isEmpty()) {
      page.row("logs", ReportTerms.silentLogs(document));
    }
    document.statements().stream().limit(3).forEach(s -> page.row("statement", s));
    document.changed().stream().limit(3).forEach(c -> page.row("changed", changed(c)));
    for (Run run : document.runs().stream().limit(ReportTerms.RUNS).toList()) {
      page.gap();
      run.columns().stream().limit(8).forEach(this::task);
      run.beside().unrecorded().stream()
          .limit(6)
          .forEach(u -> page.row("task", u.task() + ": no record; " + u.text()));
      run.timeline().stream().filter(this::isTold).limit(several ? 8 : 20).forEach(this::event);
      run.beside().workspace().stream()
          .limit(WORKSPACE_LINES)
          .forEach(w -> page.row("workspace", w));
    }
  }

  /** {@code most} lines of what is ruled out; what to do is said once for all runs. */
  private void summary(Summary summary, int most) {
    summary.happened().forEach(t -> page.row("happened", t));
    summary.who().forEach(t -> page.row("who", t));
    summary.ruledOut().stream().limit(most).forEach(t -> page.row("ruled out", t));
    if (!summary.remedies().isEmpty() && said.containsAll(summary.remedies())) {
      page.row("do", "the same as above");
    }
    summary.remedies().stream().filter(said::add).forEach(t -> page.row("do", t));
    for (Image image : summary.images()) {
      page.row(
          "image",
          image.digest()
              + " "
              + image.seenBy()
              + (image.created() == null ? "" : ", created " + Times.time(image.created()))
              + (image.exported() == null ? "" : ", exported " + Times.time(image.exported()))
              + (image.distance().isEmpty() ? "" : " (" + image.distance() + ")")
              + (image.origin() == null ? "" : ", the image of " + image.origin()));
    }
  }

  private boolean isTold(Event event) {
    return switch (event.what()) {
      case STARTED -> !form.isAtLeast(Form.NO_STARTS);
      case ENDED -> !form.isAtLeast(Form.NO_ENDS);
      default -> true;
    };
  }

  private String changed(String sentence) {
    String brief = MarkdownMatrix.brief(sentence);
    int details = brief.indexOf(": ");
    return form.isAtLeast(Form.SHORT_NOTES) && details > 0 ? brief.substring(0, details) : brief;
  }

  private void task(Column column) {
    String reason = column.reason();
    page.row(
        "task",
        column.task()
            + ": "
            + (form.isAtLeast(Form.SHORT_NOTES) ? MarkdownMatrix.brief(reason) : reason));
  }

  private void event(Event event) {
    page.row(
        Times.clock(event.at()),
        event.lane()
            + ": "
            + ReportTerms.word(event.what())
            + ", "
            + MarkdownMatrix.brief(event.text())
            + (event.distance().isEmpty() ? "" : " (" + event.distance() + ")"));
  }
}
