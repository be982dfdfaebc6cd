package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.ExecutionRecord;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code custody record}: takes the evidence and keeps it. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Observes this step and the archive right after the export, and writes the record that later",
      "tasks verify against."
    })
final class RecordCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec spec;
  @Mixin ArchiveOptions archive;
  @Mixin ObserveOptions observe;
  @Mixin FormatOption format;

  RecordCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ExecutionRecord record =
        observe.observe(session, archive, List.of(), List.of(), spec.commandLine().getErr());
    RecordOutput output = RecordOutput.write(session, observe, record);
    output.print(spec.commandLine(), format.json());
    return ExitCode.of(record.archives().toArray(ArchiveEvidence[]::new));
  }
}
