package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.UnreadableRecordException;
import dev.custody.report.text.VerdictText;
import dev.custody.report.text.VerdictView;
import dev.custody.report.text.WorkspaceText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody compare}: the gate's comparison of two records, offline. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {"Compares two records as verify does, without looking at any archive."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody compare record.json observed.json",
      "  custody compare --format json record.json observed.json"
    })
final class CompareCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Parameters(
      index = "0",
      paramLabel = "RECORDED",
      description = "The earlier record; - for standard input.")
  private String recorded;

  @Parameters(
      index = "1",
      paramLabel = "OBSERVED",
      description = "The later record; - for standard input.")
  private String observed;

  @Override
  public Integer call() {
    Session session = custody.session();
    RecordedEvidence earlier;
    ExecutionRecord later;
    try {
      RecordFile.Loaded loaded = session.record(recorded);
      earlier = new RecordedEvidence.Full(recorded, loaded.record(), loaded.digest());
      later = diagnosed(earlier, session.record(observed).record());
    } catch (UnreadableRecordException e) {
      Message.print(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
      return ExitCode.CANNOT_TELL;
    }
    Verdict verdict = Gate.compare(List.of(earlier), later);
    String text =
        format.json()
            ? JsonOutput.render(VerdictView.of(verdict, List.of(earlier), later))
            : VerdictText.describe(verdict, later, List.of(), custody.verbose)
                + (verdict instanceof Verdict.Pass && !custody.verbose
                    ? WorkspaceText.brief(List.of(earlier), later)
                    : WorkspaceText.context(List.of(earlier), later));
    return new Outputs(session, spec.commandLine())
        .finish(text, format.json(), ExitCode.of(verdict.word()));
  }

  private static ExecutionRecord diagnosed(RecordedEvidence earlier, ExecutionRecord later) {
    Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(later, List.of(earlier)));
    return later.diagnosed(result.findings(), result.notDone());
  }
}
