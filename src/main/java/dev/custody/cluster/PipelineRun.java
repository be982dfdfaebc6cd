package dev.custody.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One run of a pipeline. */
public record PipelineRun(
    String namespace,
    String name,
    @Nullable String uid,
    @Nullable Instant started,
    @Nullable Instant finished,
    Condition condition) {
  static PipelineRun parse(JsonNode json) {
    JsonNode status = json.path("status");
    return new PipelineRun(
        ObjectJson.textOr("", json, "metadata", "namespace"),
        ObjectJson.textOr("", json, "metadata", "name"),
        ObjectJson.text(json, "metadata", "uid"),
        ObjectJson.time(status, "startTime"),
        ObjectJson.time(status, "completionTime"),
        Condition.succeeded(status));
  }
}
