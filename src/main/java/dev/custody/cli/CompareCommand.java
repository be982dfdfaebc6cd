package dev.custody.cli;

import dev.custody.diagnosis.Case;
import dev.custody.diagnosis.Diagnosis;
import dev.custody.gate.Gate;
import dev.custody.gate.Recorded;
import dev.custody.gate.Verdict;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
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

  private static ExecutionRecord diagnosed(ExecutionRecord earlier, ExecutionRecord later) {
    Diagnosis.Result result = Diagnosis.of(new Case(later, List.of(earlier), List.of()));
    return later.diagnosed(result.findings(), result.notDone());
  }

  @Override
  public Integer call() {
    String recorded = this.recorded.get();
    RecordFile.Loaded earlier;
    ExecutionRecord later;
    try {
      earlier = session.record(recorded);
      later = diagnosed(earlier.record(), session.record(observed.get()).record());
    } catch (UnreadableRecordException e) {
      syntax.commandLine().getErr().println("custody: " + e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
    Verdict verdict =
        Gate.compare(List.of(Recorded.of(recorded, earlier.record(), earlier.digest())), later);
    return Answer.print(syntax.commandLine(), format.json(), verdict, later, List.of());
  }
}
