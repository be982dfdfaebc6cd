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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code custody compare}: the gate's comparison of two records, offline. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares two records as verify would, without looking at any archive.")
final class CompareCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec spec;
  @Mixin FormatOption format;

  @Parameters(
      index = "0",
      paramLabel = "RECORDED",
      description = "The earlier record; - for standard input.")
  String recorded;

  @Parameters(
      index = "1",
      paramLabel = "OBSERVED",
      description = "The later record; - for standard input.")
  String observed;

  CompareCommand(Session session) {
    this.session = session;
  }

  private static ExecutionRecord diagnosed(ExecutionRecord earlier, ExecutionRecord later) {
    Diagnosis.Result result = Diagnosis.of(new Case(later, List.of(earlier), List.of()));
    return later.diagnosed(result.findings(), result.notDone());
  }

  @Override
  public Integer call() {
    RecordFile.Loaded earlier;
    ExecutionRecord later;
    try {
      earlier = session.record(recorded);
      later = diagnosed(earlier.record(), session.record(observed).record());
    } catch (UnreadableRecordException e) {
      spec.commandLine().getErr().println("custody: " + e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
    Verdict verdict =
        Gate.compare(List.of(Recorded.of(recorded, earlier.record(), earlier.digest())), later);
    return Answer.print(spec.commandLine(), format.json(), verdict, later, List.of());
  }
}
