package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.linux.Host;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Recorder;
import dev.custody.report.text.ExplainText;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/** {@code custody explain}: can this process read that path, and if not, why? */
final class ExplainCommand implements Callable<Integer> {
  private final Session session;
  final Syntax syntax =
      new Syntax(
          "explain",
          this,
          "Says why this process can or cannot read a path: every component, what POSIX says of it,"
              + " what",
          "really happened, and the cause. Exit 0 if it can be read, 3 if not.");
  private final FormatOption format = new FormatOption(syntax);

  private final Supplier<String> path = syntax.parameter("PATH", "The path to explain.");

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String path = this.path.get();
    if (path.isBlank()) {
      throw new CommandLine.ParameterException(
          syntax.commandLine(),
          "PATH is empty: the variable or parameter that holds it is not set");
    }
    Host host = session.host().get();
    ExecutionRecord observed =
        new Recorder(host, session.clock(), Version.text())
            .observe(
                new Recorder.Observation(session.path(path), null, List.of(), null),
                StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(observed, List.of()));
    ExecutionRecord record = observed.diagnosed(result.findings(), result.notDone());
    syntax
        .commandLine()
        .getOut()
        .print(
            format.json()
                ? FormatOption.render(ExplainText.View.of(record))
                : ExplainText.describe(record));
    syntax.commandLine().getOut().flush();
    return record.archive().decidingWalk().readable() ? ExitCode.OK : ExitCode.CANNOT_TELL;
  }
}
