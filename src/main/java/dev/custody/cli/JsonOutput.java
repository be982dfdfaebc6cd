package dev.custody.cli;

import dev.custody.record.RecordJson;

/** JSON as it is printed: no character in it can steer a terminal or hide in a log. */
final class JsonOutput {
  private JsonOutput() {}

  /** Any evidence as indented JSON with a final newline. */
  static String render(Object evidence) {
    return RecordJson.visible(
        RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(evidence) + "\n");
  }
}
