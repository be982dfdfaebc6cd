package dev.custody.cli;

import dev.custody.record.RecordJson;

/** Writes JSON in which no character can steer a terminal or hide in a log. */
final class JsonOutput {
  private JsonOutput() {}

  /** Returns any evidence as indented JSON with a final newline. */
  static String render(Object evidence) {
    return RecordJson.indented(evidence) + "\n";
  }
}
