package dev.custody.report.text;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Findings as text: the cause, what proves it, what was ruled out, what to do, how to make sure.
 */
final class FindingText {
  private FindingText() {}

  /**
   * @param verbose whether what is normal is told too
   */
  static void rows(TextPage page, List<Finding> findings, boolean verbose) {
    for (Finding finding : findings) {
      if (finding.cause() == CauseId.CREATED_OLD_IS_FINE && !verbose) {
        continue;
      }
      if (finding.kind() == Finding.Kind.NOTE) {
        page.row("note", finding.summary() + " (" + finding.cause() + ")");
        continue;
      }
      page.gap();
      page.line(heading(finding));
      finding.evidence().forEach(fact -> page.row("evidence", fact));
      finding.ruledOut().forEach(other -> page.row("ruled out", other.toString()));
      page.row("remedy", finding.remedy());
      page.row("confirm", finding.confirm());
      // In the repository, and in share/doc of what the build makes.
      page.row("more", "docs/causes/" + finding.cause().id() + ".md");
    }
  }

  /** The first cause, for the first line of a log. */
  static Optional<String> cause(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .findFirst()
        .map(f -> f.cause() + ": " + f.summary());
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
