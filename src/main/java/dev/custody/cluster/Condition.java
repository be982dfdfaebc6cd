package dev.custody.cluster;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a run ended.
 *
 * @param succeeded null while it is running or where the object does not say
 * @param reason one word, such as {@code Failed}
 */
public record Condition(
    @Nullable Boolean succeeded, @Nullable String reason, @Nullable String message) {
  /** Whether the message only says with which code a step ended. */
  public boolean tellsExitCode() {
    return message != null && message.contains(" exited with code ");
  }

  /** The condition named Succeeded, which Tekton keeps on every run. */
  static Condition succeeded(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if ("Succeeded".equals(ObjectJson.text(condition, "type"))) {
        String word = ObjectJson.text(condition, "status");
        return new Condition(
            "True".equals(word) ? Boolean.TRUE : "False".equals(word) ? Boolean.FALSE : null,
            ObjectJson.text(condition, "reason"),
            ObjectJson.text(condition, "message"));
      }
    }
    return new Condition(null, null, null);
  }
}
