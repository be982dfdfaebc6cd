package dev.custody.cli;

import dev.custody.diagnosis.Case;
import dev.custody.diagnosis.Diagnosis;
import dev.custody.linux.Host;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Recorder;
import dev.custody.report.ExplainText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code custody explain}: can this process read that path, and if not, why? */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says why this process can or cannot read a path: every component, what POSIX says of it, what",
      "really happened, and the cause. Exit 0 if it can be read, 3 if not."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec spec;
  @Mixin FormatOption format;

  @Parameters(paramLabel = "PATH", description = "The path to explain.")
  String path;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (path.isBlank()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "PATH is empty: the variable or parameter that holds it is not set");
    }
    Host host = session.host().get();
    ExecutionRecord observed =
        new Recorder(host, session.clock(), Version.text())
            .observe(
                new Recorder.Observation(session.path(path), null, List.of(), null),
                StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    Diagnosis.Result result = Diagnosis.of(new Case(observed, List.of(), List.of()));
    ExecutionRecord record = observed.diagnosed(result.findings(), result.notDone());
    spec.commandLine()
        .getOut()
        .print(
            format.json()
                ? FormatOption.render(ExplainText.View.of(record))
                : ExplainText.describe(record));
    spec.commandLine().getOut().flush();
    return record.asked().readable() ? ExitCode.OK : ExitCode.CANNOT_TELL;
  }
}
