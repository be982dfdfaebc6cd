package dev.custody.report;

import dev.custody.gate.Difference;
import dev.custody.gate.Verdict;
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
   */
  public static String describe(Verdict verdict, ExecutionRecord observed, List<String> written) {
    Page page = new Page();
    page.line(
        verdict.word().toUpperCase(java.util.Locale.ROOT) + "  " + headline(verdict, observed));
    for (Difference difference : verdict.differences()) {
      page.row(difference.what(), "recorded " + difference.recorded());
      page.row("", "observed " + difference.observed());
      page.row("", difference.whyItMatters());
    }
    if (verdict instanceof Verdict.Unknown unknown) {
      unknown.reasons().stream().skip(1).forEach(reason -> page.row("unknown", reason));
    }
    FindingText.rows(page, observed.findings());
    page.gap();
    observed.archives().forEach(archive -> ArchiveText.rows(page, archive));
    EvidenceText.rows(page, observed);
    EvidenceText.notDone(page, observed.notDone());
    written.forEach(line -> page.row("record", line));
    return page.toString();
  }

  private static String headline(Verdict verdict, ExecutionRecord observed) {
    for (Finding finding : observed.findings()) {
      if (finding.kind() == Finding.Kind.CAUSE && !(verdict instanceof Verdict.Pass)) {
        return finding.summary() + " (" + finding.cause() + ")";
      }
    }
    return switch (verdict) {
      case Verdict.Pass _ ->
          observed.archives().getFirst().path()
              + " holds the recorded image "
              + observed.archives().getFirst().digest();
      case Verdict.Fail fail -> fail.differences().getFirst().sentence();
      case Verdict.Unknown unknown -> unknown.reasons().getFirst();
    };
  }
}
