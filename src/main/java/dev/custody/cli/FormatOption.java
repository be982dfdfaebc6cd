package dev.custody.cli;

import dev.custody.record.RecordJson;
import java.util.function.Supplier;

/** Text for people or JSON for machines, on standard output. */
final class FormatOption {
  enum Format {
    TEXT,
    JSON
  }

  private final Supplier<Format> format;

  FormatOption(Syntax syntax) {
    format =
        syntax.optionOr(
            "text",
            "--format",
            "text|json",
            Format.class,
            "What standard output gets. Default: ${DEFAULT-VALUE}.");
  }

  boolean json() {
    return format.get() == Format.JSON;
  }

  /** Any evidence as indented JSON with a final newline. */
  static String render(Object evidence) {
    return RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(evidence) + "\n";
  }
}
