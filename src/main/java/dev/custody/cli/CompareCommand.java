package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.UnreadableRecordException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** {@code custody compare}: the gate's comparison of two records, offline. */
final class CompareCommand implements Callable<Integer> {
  private final Session session;
  final Syntax syntax =
      new Syntax(
          "compare", this, "Compares two records as verify would, without looking at any archive.");
  private final FormatOption format = new FormatOption(syntax);

  private final Supplier<String> recorded =
      syntax.parameter("RECORDED", "The earlier record; - for standard input.");

  private final Supplier<String> observed =
      syntax.parameter("OBSERVED", "The later record; - for standard input.");

  CompareCommand(Session session) {
    this.session = session;
  }

  private static ExecutionRecord diagnosed(RecordedEvidence earlier, ExecutionRecord later) {
    Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(later, List.of(earlier)));
    return later.diagnosed(result.findings(), result.notDone());
  }

  @Override
  public Integer call() {
    String recorded = this.recorded.get();
    RecordedEvidence earlier;
    ExecutionRecord later;
    try {
      RecordFile.Loaded loaded = session.record(recorded);
      earlier = new RecordedEvidence.Full(recorded, loaded.record(), loaded.digest());
      later = diagnosed(earlier, session.record(observed.get()).record());
    } catch (UnreadableRecordException e) {
      syntax.commandLine().getErr().println("custody: " + e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
    Verdict verdict = Gate.compare(List.of(earlier), later);
    return Answer.print(syntax.commandLine(), format.json(), verdict, later, List.of());
  }
}
