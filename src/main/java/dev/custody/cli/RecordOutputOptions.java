package dev.custody.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the record of a run goes, for every command that observes. */
final class RecordOutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The record as JSON, written atomically with mode 0644; - for standard output.",
        "A missing directory is made, with the permissions of the one it is in.",
        "Without it, or where it cannot be written, the record is the last line of standard"
            + " output,",
        "custody-record: {...}, as custody report --from-log reads it."
      })
  @Nullable String output;

  @Option(
      names = "--compact-file",
      paramLabel = "FILE",
      description = "The compact record (at most 700 bytes), for a Tekton result.")
  @Nullable String compactFile;

  @Option(
      names = "--sha256-file",
      paramLabel = "FILE",
      description = "The sha256 of the record's bytes without a newline, for a Tekton result.")
  @Nullable String sha256File;
}
