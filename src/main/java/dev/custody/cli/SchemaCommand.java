package dev.custody.cli;

import dev.custody.record.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code custody schema}: the published form of a record, or of what a command prints. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description =
        "Prints the JSON Schema (draft 2020-12) of a record, or of what a command prints with"
            + " --format json.",
    footerHeading = "%nExamples:%n",
    footer = {"  custody schema > record.schema.json", "  custody schema verify | jq .required"})
final class SchemaCommand implements Callable<Integer> {
  @ParentCommand private Custody custody;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCHEMA",
      defaultValue = "record",
      description = {
        "The document to print the schema of: ${COMPLETION-CANDIDATES}. Default: record.",
        "The schema of verify is that of compare too; compact is the compact record of"
            + " --compact-file."
      })
  private JsonSchema of;

  @Override
  public Integer call() {
    return new Outputs(custody.session(), spec.commandLine()).finish(of.text(), true, ExitCode.OK);
  }
}
