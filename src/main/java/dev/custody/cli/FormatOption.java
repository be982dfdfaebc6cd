package dev.custody.cli;

import dev.custody.record.RecordJson;
import picocli.CommandLine.Option;

/** Text for people or JSON for machines, on standard output. */
final class FormatOption {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "What standard output gets. Default: ${DEFAULT-VALUE}.")
  Format format;

  boolean json() {
    return format == Format.JSON;
  }

  /** Any evidence as indented JSON with a final newline. */
  static String render(Object evidence) {
    return RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(evidence) + "\n";
  }
}
