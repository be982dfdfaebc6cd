package dev.custody.report.run;

import dev.custody.record.RecordJson;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what statements among the records say; a statement is no record. */
final class Statements {
  private static final int LONGEST = 300;

  private Statements() {}

  /**
   * A statement's word.
   *
   * @param failed whether it says that the image is not the recorded one
   * @param sentence with the file's name
   */
  record Word(boolean failed, String sentence) {}

  /** What an in-toto Statement says; one that cannot be read says so and fails nothing. */
  static Word of(String json, String name) {
    try {
      JsonNode statement = RecordJson.mapper().readTree(json);
      JsonNode predicate = statement.path("predicate");
      String result = text(predicate.path("verificationResult"));
      JsonNode subject = statement.path("subject").path(0);
      String digests =
          subject.path("digest").properties().stream()
              .map(d -> Map.entry(d.getKey(), text(d.getValue())))
              .map(d -> d.getKey() + ":" + d.getValue())
              .collect(Collectors.joining(", "));
      return new Word(
          result.equals("FAILED"),
          name
              + ": a statement: "
              + (result.isEmpty() ? text(statement.path("predicateType")) : result)
              + " for "
              + text(subject.path("name"))
              + (digests.isEmpty() ? "" : ", " + digests));
    } catch (JacksonException e) {
      return new Word(false, name + ": a statement that was cut");
    }
  }

  private static String text(JsonNode node) {
    String text = node.isString() ? node.stringValue() : "";
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
