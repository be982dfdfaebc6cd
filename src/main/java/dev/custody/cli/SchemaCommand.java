package dev.custody.cli;

import dev.custody.record.RecordSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code custody schema}: the published form of a record. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    abbreviateSynopsis = true,
    description = {"Prints the JSON Schema (draft 2020-12) of a record."},
    footerHeading = "%nExamples:%n",
    footer = {"  custody schema > record.schema.json", "  custody schema | jq .required"})
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(RecordSchema.text());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
