package dev.custody.report.text;

import dev.custody.gate.Difference;
import dev.custody.gate.Verdict;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.List;

/** A verdict as text, for the log of the step whose gate opened or closed. */
public final class VerdictText {
  private VerdictText() {}

  /**
   * The verdict, its differences, the findings, then the evidence. The first line says the verdict
   * and the cause.
   *
   * @param written what became of the record
   * @param verbose whether all evidence is told of a pass too
   */
  public static String describe(
      Verdict verdict, ExecutionRecord observed, List<String> written, boolean verbose) {
    TextPage page = new TextPage();
    if (verdict instanceof Verdict.Pass pass && !verbose) {
      return quiet(page, pass, observed, written);
    }
    page.line(verdict.word().name() + "  " + headline(verdict, observed));
    if (!(verdict instanceof Verdict.Pass)) {
      SeenText.rows(page, observed);
    }
    switch (verdict) {
      case Verdict.Pass pass -> pass.matched().forEach(line -> page.row("matched", line));
      case Verdict.Fail fail -> fail.reasons().forEach(line -> page.row("unknown", line));
      case Verdict.Unknown unknown ->
          unknown.reasons().stream().skip(1).forEach(line -> page.row("unknown", line));
    }
    String why = "";
    for (Difference difference : verdict.differences()) {
      difference(page, difference, difference.whyItMatters().equals(why));
      why = difference.whyItMatters();
    }
    FindingText.rows(page, observed.findings(), verbose);
    page.gap();
    ArchiveEvidence archive = observed.archive().evidence();
    if (archive != null) {
      ArchiveText.looked(page, archive);
    }
    EvidenceText.rows(page, observed);
    EvidenceText.notDone(page, observed.notDone());
    written.forEach(line -> page.row("record", line));
    return page.toString();
  }

  /** A pass in few lines: the digest, what was checked, and what is worth a word. */
  private static String quiet(
      TextPage page, Verdict.Pass pass, ExecutionRecord observed, List<String> written) {
    page.line("PASS  " + headline(pass, observed));
    ArchiveEvidence archive = observed.archive().evidence();
    String matched = String.join("; ", pass.matched());
    page.row("checked", matched + (archive == null ? "" : "; " + ArchiveText.checked(archive)));
    if (archive != null) {
      archive.checks().notes().forEach(line -> page.row("note", line));
    }
    pass.differences().stream()
        .map(Difference::whyItMatters)
        .distinct()
        .forEach(line -> page.row("note", line));
    FindingText.rows(page, observed.findings(), false);
    written.forEach(line -> page.row("record", line));
    return page.toString();
  }

  private static void difference(TextPage page, Difference difference, boolean whySaid) {
    if (difference instanceof Difference.Damage(Problem problem)) {
      page.row("damage", problem.message());
      return;
    }
    page.row("differs", difference.what());
    page.row("", "recorded " + difference.recorded());
    page.row("", "observed " + difference.observed());
    if (!whySaid) {
      page.row("", difference.whyItMatters());
    }
  }

  private static String headline(Verdict verdict, ExecutionRecord observed) {
    for (Finding finding : observed.findings()) {
      if (finding.kind() == Finding.Kind.CAUSE && !(verdict instanceof Verdict.Pass)) {
        return finding.cause() + ": " + finding.summary();
      }
    }
    return switch (verdict) {
      case Verdict.Pass _ -> path(observed) + " holds the recorded image";
      case Verdict.Fail fail ->
          switch (fail.differences().getFirst()) {
            case Difference.Damage _ -> path(observed) + " is damaged";
            case Difference.OtherImage _ ->
                path(observed) + " holds a different image than the recorded one";
            case Difference first -> path(observed) + ": " + first.whyItMatters();
          };
      case Verdict.Unknown unknown -> unknown.reasons().getFirst();
    };
  }

  private static String path(ExecutionRecord observed) {
    ArchiveEvidence archive = observed.archive().evidence();
    return archive == null ? "the archive" : archive.file().path();
  }
}
