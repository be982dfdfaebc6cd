package dev.custody.cli;

import picocli.CommandLine.Option;

/** The option that chooses text for people or JSON for machines on standard output. */
final class FormatOption {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format of standard output: text or json. Default: ${DEFAULT-VALUE}.")
  private Format format;

  boolean json() {
    return format == Format.JSON;
  }
}
