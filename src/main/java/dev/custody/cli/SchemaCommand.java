package dev.custody.cli;

import dev.custody.record.RecordSchema;
import java.util.concurrent.Callable;

/** {@code custody schema}: the published form of a record. */
final class SchemaCommand implements Callable<Integer> {
  final Syntax syntax =
      new Syntax("schema", this, "Prints the JSON Schema (draft 2020-12) of a record.");

  @Override
  public Integer call() {
    syntax.commandLine().getOut().print(RecordSchema.text());
    syntax.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
