package dev.custody.report.text;

import dev.custody.gate.Difference;
import dev.custody.gate.Verdict;
import dev.custody.gate.VerdictWord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import dev.custody.record.RecordedEvidence;
import java.util.List;

/** What {@code verify} and {@code compare} print as JSON. */
public record VerdictView(
    VerdictWord verdict,
    List<String> reasons,
    List<DifferenceView> differences,
    List<Finding> findings,
    List<NotDone> notDone,
    WorkspaceView workspace,
    ExecutionRecord observed) {
  /** One difference, flat. */
  public record DifferenceView(
      String what, String recorded, String observed, String whyItMatters, boolean closes) {}

  /** The view of one verdict on what was observed, with the evidence recorded before. */
  public static VerdictView of(
      Verdict verdict, List<RecordedEvidence> recorded, ExecutionRecord observed) {
    return new VerdictView(
        verdict.word(),
        switch (verdict) {
          case Verdict.Pass pass -> pass.matched();
          case Verdict.Fail fail -> fail.reasons();
          case Verdict.Unknown unknown -> unknown.reasons();
        },
        verdict.differences().stream().map(VerdictView::flat).toList(),
        observed.findings(),
        observed.notDone(),
        WorkspaceView.of(recorded, observed),
        observed);
  }

  /** One difference, flat. */
  public static DifferenceView flat(Difference difference) {
    return new DifferenceView(
        difference.what(),
        difference.recorded(),
        difference.observed(),
        difference.whyItMatters(),
        difference.closes());
  }
}
