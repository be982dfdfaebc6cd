package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.ExecutionRecord;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code custody record}: takes the evidence and keeps it. */
final class RecordCommand implements Callable<Integer> {
  private final Session session;
  final Syntax syntax =
      new Syntax(
          "record",
          this,
          "Observes this step and the archive right after the export, and writes the record that"
              + " later",
          "tasks verify against.");
  private final ArchiveOptions archive = new ArchiveOptions(syntax);
  private final ObserveOptions observe = new ObserveOptions(syntax);
  private final FormatOption format = new FormatOption(syntax);

  RecordCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ExecutionRecord record =
        observe.observe(session, archive, List.of(), syntax.commandLine().getErr());
    RecordOutput output = RecordOutput.write(session, observe, record);
    output.print(syntax.commandLine(), format.json());
    ArchiveEvidence evidence = record.archive().evidence();
    return evidence == null ? ExitCode.CANNOT_TELL : ExitCode.of(evidence);
  }
}
