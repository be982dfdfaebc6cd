package dev.custody.report.render;

import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import dev.custody.report.run.ReportDocument.Image;
import dev.custody.report.run.ReportDocument.NextCommand;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Summary;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Printable;
import dev.custody.report.text.Times;
import java.util.List;

/** The section of one run: what one must know first, findings, evidence, timeline, commands. */
final class HtmlRun {
  private final HtmlWriter out;
  private final Run run;
  private final String id;
  private final boolean several;

  /**
   * One run's section.
   *
   * @param id prefix of the ids in it
   * @param several whether other runs are on the page, so that this one needs a heading
   */
  HtmlRun(HtmlWriter out, Run run, String id, boolean several) {
    this.out = out;
    this.run = run;
    this.id = id;
    this.several = several;
  }

  void write() {
    String first = several ? id + "-h" : id + "-summary";
    out.open("section", "id", id, "aria-labelledby", first);
    if (several) {
      out.element("h2", Printable.shortened(run.id().name(), 200), "id", id + "-h");
      out.open("p", "class", run.verdict().text()).open("strong", "class", "tone");
      out.text(HtmlDocument.sign(run.verdict()) + run.verdict() + ":");
      out.close().text(" ").prose(run.headline()).close();
      out.element("p", ReportTerms.place(run), "class", "muted");
    }
    heading("summary", "In short");
    summary(run.summary());
    heading("findings", "Findings");
    findings(Finding.Kind.CAUSE);
    if (run.findings().stream().noneMatch(f -> f.finding().kind() == Finding.Kind.CAUSE)) {
      out.element("p", ReportTerms.noCause(run));
    }
    if (!run.missing().isEmpty()) {
      out.open("div", "class", "finding unknown");
      out.element("h3", "More records are needed", "class", "tone");
      out.list(run.missing()).close();
    }
    findings(Finding.Kind.WARNING);
    heading("matrix", "What differs between the tasks");
    HtmlMatrix.write(out, run, (several ? id + "-h " : "") + id + "-matrix");
    heading("timeline", "Timeline");
    HtmlTimeline.write(out, run, id + "-timeline");
    new HtmlBeside(out, run.beside())
        .write(id, several ? "h3" : "h2", (several ? id + "-h " : "") + id + "-cluster");
    notes();
    heading("gaps", "Not checked");
    out.list(run.notChecked().stream().map(ReportTerms::gap).toList());
    next();
    out.close("section");
  }

  private void heading(String part, String text) {
    out.element(several ? "h3" : "h2", text, "id", id + "-" + part);
  }

  private void summary(Summary summary) {
    out.open("div", "class", "finding " + run.verdict().text()).open("dl", "class", "short");
    facts("What happened", summary.happened());
    facts("Who did it", summary.who());
    facts("Ruled out", summary.ruledOut());
    facts("What to do", summary.remedies());
    for (Image image : summary.images()) {
      out.open("dt").text("Image " + image.seenBy()).close().open("dd").code(image.digest());
      out.open("ul");
      if (image.created() != null) {
        fact("image created " + Times.time(image.created()) + " UTC, according to its config");
      }
      if (image.exported() != null) {
        fact(
            "exported "
                + Times.time(image.exported())
                + " UTC, when its file was written"
                + (image.distance().isEmpty() ? "" : ", " + image.distance()));
      }
      if (image.origin() != null) {
        fact("it is the image of " + image.origin());
      }
      out.close().close();
    }
    out.close().close();
  }

  private void fact(String text) {
    out.open("li").prose(text).close();
  }

  private void findings(Finding.Kind kind) {
    for (TaskFinding told : run.findings()) {
      if (told.finding().kind() == kind) {
        finding(told.finding(), String.join(", ", told.tasks()));
      }
    }
  }

  private void finding(Finding finding, String tasks) {
    String tone =
        switch (finding.kind()) {
          case CAUSE -> "fail";
          case WARNING -> "unknown";
          case NOTE -> "plain";
        };
    out.open("div", "class", "finding " + tone).open("h3");
    out.element("span", ReportTerms.word(finding.kind()) + ":", "class", "tone");
    out.text(" ").code(finding.cause().id()).text(" ");
    out.element(
        "span",
        "("
            + ReportTerms.lower(finding.confidence())
            + "), seen by "
            + Printable.shortened(tasks, 300),
        "class",
        "muted");
    out.close().open("p", "class", "sum").prose(Times.toMillis(finding.summary())).close();
    out.open("dl", "class", "do").element("dt", "Do").open("dd").prose(finding.remedy());
    out.close("dl").open("dl");
    facts("Evidence", finding.evidence());
    facts("Ruled out", finding.ruledOut().stream().map(RuledOut::toString).toList());
    out.element("dt", "Confirm").open("dd").prose(Times.toMillis(finding.confirm())).close("div");
  }

  private void facts(String label, List<String> facts) {
    if (facts.size() == 1) {
      out.element("dt", label).open("dd").prose(facts.getFirst()).close();
    } else if (!facts.isEmpty()) {
      out.element("dt", label).open("dd").list(facts).close();
    }
  }

  private void notes() {
    long notes =
        run.findings().stream().filter(f -> f.finding().kind() == Finding.Kind.NOTE).count();
    if (notes > 0) {
      out.open("details");
      out.element(
          "summary",
          ReportTerms.count((int) notes, "note: normal", "notes: normal") + ", but worth knowing");
      findings(Finding.Kind.NOTE);
      out.close();
    }
  }

  private void next() {
    heading("next", "Next commands");
    if (run.next().isEmpty()) {
      out.element("p", "None needed.");
    }
    for (NextCommand next : run.next()) {
      out.open("p").prose(next.why()).text(":").close();
      out.open("pre").element("code", next.command()).close();
    }
  }
}
