package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.linux.Host;
import dev.custody.linux.WriteProbe;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.Recorder;
import dev.custody.report.text.ExplainText;
import dev.custody.report.text.WorkspaceText;
import dev.custody.report.text.WriteText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody explain}: can this process read that path, and if not, why? */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {
      "Explains why this process can or cannot read a path.",
      "It shows every component of the path, what POSIX says about it, what really "
          + "happened, and the cause. Exit 0 if the path can be read, 3 if not."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody explain /workspace/source/image.tar",
      "  custody explain --write /workspace/source/image.tar"
    })
final class ExplainCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;
  @Mixin private RecordOutputOptions output;
  @Mixin private FormatOption format;

  @Option(
      names = "--write",
      description =
          "Asks instead whether this process can write PATH (the file, or a new one in "
              + "its directory). Nothing is written.")
  private boolean write;

  @Parameters(paramLabel = "PATH", description = "The path to explain.")
  private String path;

  @Override
  public Integer call() {
    if (path.isBlank()) {
      throw new ParameterException(
          spec.commandLine(),
          "PATH is empty; the variable or parameter that should hold it is not set");
    }
    Session session = custody.session();
    Host host = session.host().get();
    ExecutionRecord observed =
        new Recorder(host, session.clock(), Version.text())
            .observe(
                new Recorder.Targets(
                    session.path(path),
                    null,
                    List.of(),
                    null,
                    new Recorder.Surroundings(List.of(), 1, false)),
                StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    if (write) {
      return writing(session, observed, host.writing(session.path(path), null));
    }
    Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(observed, List.of()));
    ExecutionRecord record = observed.diagnosed(result.findings(), result.notDone());
    Outputs outputs = new Outputs(session, spec.commandLine());
    // The JSON form holds the record.
    outputs.record(record, output, format.json());
    String text =
        format.json()
            ? JsonOutput.render(ExplainText.View.of(record))
            : ExplainText.describe(record)
                + WorkspaceText.context(List.of(), record)
                + Neighbours.ofDirectory(session, session.path(path));
    boolean readable = record.archive().decidingWalk().readable();
    return outputs.finish(text, format.json(), readable ? ExitCode.OK : ExitCode.CANNOT_TELL);
  }

  private int writing(Session session, ExecutionRecord observed, WriteProbe probe) {
    List<Finding> findings = Diagnosis.ofWriting(observed.process(), probe);
    ExecutionRecord record = observed.diagnosed(findings, observed.notDone());
    boolean refused = probe.special() && !StandardStreams.names(path);
    boolean writable = findings.isEmpty() && probe.writable() && !refused;
    Outputs outputs = new Outputs(session, spec.commandLine());
    outputs.record(record, output, format.json());
    String text =
        format.json()
            ? JsonOutput.render(WriteText.View.of(record, probe, writable))
            : WriteText.describe(record, probe, writable);
    return outputs.finish(text, format.json(), writable ? ExitCode.OK : ExitCode.CANNOT_TELL);
  }
}
