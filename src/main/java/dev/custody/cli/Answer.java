package dev.custody.cli;

import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.report.text.VerdictText;
import dev.custody.report.text.VerdictView;
import java.util.List;
import picocli.CommandLine;

/** Prints a verdict and turns it into an exit code; the same for verify and compare. */
final class Answer {
  private Answer() {}

  static int print(
      CommandLine command,
      boolean json,
      Verdict verdict,
      ExecutionRecord observed,
      List<String> written) {
    command
        .getOut()
        .print(
            json
                ? FormatOption.render(VerdictView.of(verdict, observed))
                : VerdictText.describe(verdict, observed, written));
    command.getOut().flush();
    return switch (verdict) {
      case Verdict.Pass _ -> ExitCode.OK;
      case Verdict.Fail _ -> ExitCode.CLOSED;
      case Verdict.Unknown _ -> ExitCode.CANNOT_TELL;
    };
  }

  /** The id of the first finding that explains a failure, or NONE. */
  static String cause(ExecutionRecord record) {
    return record.findings().stream()
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .map(finding -> finding.cause().id())
        .findFirst()
        .orElse("NONE");
  }
}
