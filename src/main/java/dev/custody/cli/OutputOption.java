package dev.custody.cli;

import java.util.Set;

/**
 * The names of the options that take a file to be written. Help lists them under one heading, and
 * no such file may be one that the same command line reads.
 */
final class OutputOption {
  static final String OUTPUT = "--output";
  static final String COMPACT = "--compact-file";
  static final String SHA256 = "--sha256-file";
  static final String DIGEST = "--digest-file";
  static final String DIGEST_RESULT = "--digest-result";
  static final String PROVENANCE = "--provenance-file";
  static final String VERDICT = "--verdict-file";
  static final String CAUSE = "--cause-file";
  static final String STATEMENT = "--statement-file";
  static final String SAVE = "--save";
  static final String SUMMARY = "--summary-file";

  static final Set<String> ALL =
      Set.of(
          OUTPUT,
          COMPACT,
          SHA256,
          DIGEST,
          DIGEST_RESULT,
          PROVENANCE,
          VERDICT,
          CAUSE,
          STATEMENT,
          SAVE,
          SUMMARY);

  private OutputOption() {}
}
