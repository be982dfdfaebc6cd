package dev.custody.cli;

import dev.custody.oci.Digest;
import dev.custody.record.RecordedEvidence;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.statement.VerificationStatement.Input;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a verdict goes as a statement for others to sign. */
final class StatementOption {
  @Option(
      names = "--statement-file",
      paramLabel = "FILE",
      description =
          "A pass or a fail as an unsigned in-toto statement (SLSA verification summary).")
  private @Nullable String file;

  /**
   * Writes it; nothing without the option, and nothing of a verdict unknown.
   *
   * @param name of what was looked at
   * @param digest of what was looked at; null where none could be told
   * @param code the verdict's exit code
   */
  void write(
      Outputs outputs,
      Session session,
      VerificationStatement.Subject what,
      String name,
      @Nullable Digest digest,
      int code,
      List<RecordedEvidence> recorded) {
    if (file == null || digest == null || code == ExitCode.CANNOT_TELL) {
      return;
    }
    VerificationStatement statement =
        VerificationStatement.of(
            what,
            name,
            digest,
            code == ExitCode.OK,
            inputs(recorded),
            Version.text(),
            session.clock().instant());
    outputs.result("--statement-file", file, JsonOutput.render(statement));
  }

  /** Every document that was held against; a bare digest is none. */
  private static List<Input> inputs(List<RecordedEvidence> recorded) {
    List<Input> inputs = new ArrayList<>();
    for (RecordedEvidence one : recorded) {
      if (one instanceof RecordedEvidence.Look look && look.document() != null) {
        inputs.add(new Input(look.source(), look.document()));
      }
    }
    return inputs;
  }
}
