package dev.custody.report;

import dev.custody.record.Finding;
import java.util.List;
import java.util.Locale;

/**
 * Findings as text: the cause, what proves it, what was ruled out, what to do, how to make sure.
 */
final class FindingText {
  private FindingText() {}

  static void rows(Page page, List<Finding> findings) {
    for (Finding finding : findings) {
      page.gap();
      page.line(heading(finding));
      finding.evidence().forEach(fact -> page.row("evidence", fact));
      finding.ruledOut().forEach(other -> page.row("ruled out", other));
      page.row("remedy", finding.remedy());
      page.row("confirm", finding.confirm());
    }
  }

  /** The cause in one line. */
  static String heading(Finding finding) {
    String kind =
        switch (finding.kind()) {
          case CAUSE -> "cause";
          case WARNING -> "warning";
          case NOTE -> "note";
        };
    return kind
        + ": "
        + finding.cause()
        + " ("
        + finding.confidence().name().toLowerCase(Locale.ROOT)
        + "): "
        + finding.summary();
  }
}
