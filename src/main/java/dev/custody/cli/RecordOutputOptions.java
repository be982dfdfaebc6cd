package dev.custody.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the record of a run, for every command that observes. */
final class RecordOutputOptions {
  @Option(
      names = {"-o", OutputOption.OUTPUT},
      paramLabel = "FILE",
      description =
          "Writes the record as JSON to this file (mode 0644, atomically; a missing "
              + "directory is created); - means standard output. Without this option, or if "
              + "the file cannot be written, the record is the last line of standard output, "
              + "custody-record: {...}, which custody report --from-log reads.")
  @Nullable String output;

  @Option(
      names = OutputOption.COMPACT,
      paramLabel = "FILE",
      description = "Writes the compact record (at most 700 bytes), for a Tekton result.")
  @Nullable String compactFile;

  @Option(
      names = OutputOption.SHA256,
      paramLabel = "FILE",
      description = "Writes the sha256 of the record, for a Tekton result.")
  @Nullable String sha256File;
}
