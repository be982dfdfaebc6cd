package dev.custody.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A persistent volume claim. */
public record Claim(
    String namespace,
    String name,
    @Nullable String volume,
    List<String> accessModes,
    @Nullable String storageClass) {
  public Claim {
    accessModes = List.copyOf(accessModes);
  }

  static Claim parse(JsonNode json) {
    return new Claim(
        ObjectJson.textOr("", json, "metadata", "namespace"),
        ObjectJson.textOr("", json, "metadata", "name"),
        ObjectJson.text(json, "spec", "volumeName"),
        ObjectJson.texts(json, "spec", "accessModes"),
        ObjectJson.text(json, "spec", "storageClassName"));
  }
}
