package dev.custody.cli;

import dev.custody.gate.BuiltImageMatch;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.BuiltImage;
import dev.custody.record.ExecutionRecord;
import dev.custody.report.text.RecordText;
import dev.custody.report.text.WorkspaceText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody record}: takes the evidence and keeps it. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {
      "Records this step and the archive, for later tasks to verify against.",
      "Run it right after the export. The record holds the process, the path, the "
          + "mounts, the archive and its image; exit 0 says that the archive is sound."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  custody record -o record.json image.tar",
      "  custody record --wait 5m --compact-file $$(results.RECORD.path) " + "oci-archive:image.tar"
    })
final class RecordCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;
  @Mixin private ArchiveOptions archive;
  @Mixin private ObserveOptions observe;
  @Mixin private BuiltIdOption builtId;
  @Mixin private RecordOutputOptions output;
  @Mixin private ImageResultOptions results;
  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Session session = custody.session();
    BuiltIdOption.Given built = builtId.read(session);
    ExecutionRecord record = observe.observe(session, archive, List.of(), built.image());
    ArchiveEvidence evidence = record.archive().evidence();
    Outputs outputs = new Outputs(session, spec.commandLine());
    outputs.record(record, output, format.json());
    results.write(outputs, evidence);
    String text =
        format.json()
            ? JsonOutput.render(record)
            : RecordText.summary(record, outputs.written(), custody.verbose)
                + WorkspaceText.context(List.of(), record)
                + Neighbours.ofDirectory(session, session.path(archive.reference().path()));
    int code = evidence == null ? ExitCode.CANNOT_TELL : code(record, evidence, built);
    if (built.problem() != null) {
      Message.print(spec.commandLine().getErr(), built.problem());
    }
    return outputs.finish(text, format.json(), code);
  }

  /**
   * The archive's exit code, unless its image is not the one that was built, or that is not known.
   */
  private static int code(
      ExecutionRecord record, ArchiveEvidence evidence, BuiltIdOption.Given built) {
    int code = ExitCode.of(evidence);
    if (code != ExitCode.OK) {
      return code;
    }
    BuiltImage image = record.archive().built();
    if (image == null) {
      return built.problem() == null ? code : ExitCode.CANNOT_TELL;
    }
    return switch (BuiltImageMatch.of(evidence, image)) {
      case HELD -> code;
      case OTHER -> ExitCode.CLOSED;
      case UNKNOWN -> ExitCode.CANNOT_TELL;
    };
  }
}
