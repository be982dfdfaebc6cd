package dev.custody.tekton;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tekton's custom resource definitions as an API server applies them, but unknown fields are
 * refused as Tekton's webhook does, instead of dropped.
 *
 * <p>{@code tekton/schemas.json} holds the openAPIV3Schema of tektoncd/pipeline v1.15 (Apache-2.0)
 * without descriptions and status, one kind a line.
 */
final class CrdSchema {
  private static final JsonNode SCHEMAS = read();

  /** What the definitions leave open (preserve-unknown-fields) and Kubernetes still refuses. */
  private static final Map<String, Set<String>> OPEN =
      Map.of(
          "podTemplate.securityContext",
          Set.of(
              "fsGroup",
              "fsGroupChangePolicy",
              "runAsGroup",
              "runAsNonRoot",
              "runAsUser",
              "seLinuxChangePolicy",
              "seLinuxOptions",
              "seccompProfile",
              "supplementalGroups",
              "supplementalGroupsPolicy",
              "sysctls"),
          "volumes",
          Set.of("name", "emptyDir", "configMap", "secret", "persistentVolumeClaim", "projected"),
          "volumeClaimTemplate",
          Set.of("apiVersion", "kind", "metadata", "spec"));

  private final List<String> problems = new ArrayList<>();

  private CrdSchema() {}

  /** Every place where the document is not what the definition allows. */
  static List<String> problems(JsonNode document) {
    String kind =
        document.path("apiVersion").asString("") + "/" + document.path("kind").asString("");
    JsonNode schema = SCHEMAS.path(kind);
    if (schema.isMissingNode()) {
      return List.of("no such kind: " + kind);
    }
    CrdSchema check = new CrdSchema();
    check.check(document, schema, "");
    return check.problems;
  }

  private void check(JsonNode value, JsonNode schema, String path) {
    // An embedded spec has no schema of its own in the definitions: use the kind's.
    if (path.endsWith(".pipelineSpec")) {
      check(value, spec("Pipeline"), path + ":");
    } else if (path.endsWith(".taskSpec")) {
      check(value, spec("Task"), path + ":");
    } else if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)) {
      checkOpen(value, path);
    } else if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
      require(value.isIntegralNumber() || value.isString(), path, "must be a number or a string");
    } else {
      checkType(value, schema, path);
    }
  }

  private void checkType(JsonNode value, JsonNode schema, String path) {
    switch (schema.path("type").asString("")) {
      case "object" -> checkObject(value, schema, path);
      case "array" -> {
        require(value.isArray(), path, "must be a list");
        for (int i = 0; i < value.size(); i++) {
          check(value.get(i), schema.path("items"), path + "[" + i + "]");
        }
      }
      case "string" -> {
        require(value.isString(), path, "must be a string");
        String pattern = schema.path("pattern").asString("");
        require(
            Pattern.compile(pattern).matcher(value.asString("")).find(), path, "not " + pattern);
      }
      case "integer" -> require(value.isIntegralNumber(), path, "must be a whole number");
      case "boolean" -> require(value.isBoolean(), path, "must be true or false");
      default -> throw new IllegalStateException("schema without type at " + path);
    }
    JsonNode allowed = schema.path("enum");
    require(
        allowed.isMissingNode() || Resource.stream(allowed).anyMatch(value::equals),
        path,
        "not one of " + allowed);
  }

  private void checkObject(JsonNode value, JsonNode schema, String path) {
    if (!value.isObject()) {
      require(false, path, "must be an object");
      return;
    }
    JsonNode properties = schema.path("properties");
    JsonNode additional = schema.path("additionalProperties");
    // A bare object, as metadata is, says nothing of its fields.
    boolean bare = properties.isMissingNode() && additional.isMissingNode();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String at = path + "." + field.getKey();
      if (properties.has(field.getKey())) {
        check(field.getValue(), properties.path(field.getKey()), at);
      } else if (additional.isObject()) {
        check(field.getValue(), additional, at);
      } else {
        require(bare, at, "unknown field");
      }
    }
    for (JsonNode required : schema.path("required").values()) {
      require(value.has(required.asString("")), path, "misses " + required.asString(""));
    }
  }

  private void checkOpen(JsonNode value, String path) {
    OPEN.forEach((where, fields) -> {
      if (path.endsWith("." + where)) {
        List<JsonNode> items = value.isArray() ? List.copyOf(value.values()) : List.of(value);
        for (JsonNode item : items) {
          for (String field : item.propertyNames()) {
            require(fields.contains(field), path + "." + field, "unknown field");
          }
        }
      }
    });
  }

  private void require(boolean holds, String path, String otherwise) {
    if (!holds) {
      problems.add(path.replace(":", "") + ": " + otherwise);
    }
  }

  private static JsonNode spec(String kind) {
    return SCHEMAS.path("tekton.dev/v1/" + kind).path("properties").path("spec");
  }

  private static JsonNode read() {
    try (InputStream in =
        Objects.requireNonNull(CrdSchema.class.getResourceAsStream("/tekton/schemas.json"))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
