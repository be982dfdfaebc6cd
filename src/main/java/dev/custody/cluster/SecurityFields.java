package dev.custody.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Every field of the security contexts that count for a container, by its path, such as {@code
 * capabilities.drop}: its own before its pod's. Whatever Kubernetes adds is in it, so that contexts
 * called identical are. A field that states its default counts as not set.
 */
final class SecurityFields {
  private static final Set<String> DEFAULTS =
      Set.of(
          "allowPrivilegeEscalation true",
          "hostUsers true",
          "privileged false",
          "procMount Default",
          "readOnlyRootFilesystem false",
          "runAsNonRoot false");

  /** As AppArmor profiles were set before Kubernetes 1.30. */
  private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private SecurityFields() {}

  static SortedMap<String, String> of(JsonNode metadata, JsonNode podSpec, JsonNode container) {
    SortedMap<String, String> fields = new TreeMap<>();
    podSpec.path("securityContext").properties().forEach(f -> add(fields, f));
    for (Map.Entry<String, JsonNode> own : container.path("securityContext").properties()) {
      // Of an object the container's counts as a whole.
      fields.keySet().removeIf(k -> k.equals(own.getKey()) || k.startsWith(own.getKey() + "."));
      add(fields, own);
    }
    Boolean hostUsers = ObjectJson.flag(podSpec, "hostUsers");
    if (hostUsers != null) {
      put(fields, "hostUsers", hostUsers.toString());
    }
    String profile =
        ObjectJson.text(
            metadata.path("annotations"), APPARMOR + ObjectJson.textOr("", container, "name"));
    if (profile != null) {
      put(fields, "appArmorProfile", profile);
    }
    return fields;
  }

  private static void add(SortedMap<String, String> fields, Map.Entry<String, JsonNode> field) {
    if (!field.getKey().equals("windowsOptions")) {
      flatten(fields, field.getKey(), field.getValue());
    }
  }

  private static void flatten(SortedMap<String, String> fields, String path, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(f -> flatten(fields, path + "." + f.getKey(), f.getValue()));
    } else if (value.isArray()) {
      List<String> items = new ArrayList<>();
      for (JsonNode item : value) {
        String text = item.isString() ? item.stringValue() : item.toString();
        items.add(path.startsWith("capabilities.") ? text.replaceFirst("^CAP_", "") : text);
      }
      if (!items.isEmpty()) {
        put(fields, path, String.join(" ", items.stream().sorted().toList()));
      }
    } else if (!value.isNull()) {
      put(fields, path, value.isString() ? value.stringValue() : value.toString());
    }
  }

  private static void put(SortedMap<String, String> fields, String path, String value) {
    if (!DEFAULTS.contains(path + " " + value)) {
      fields.put(path, value);
    }
  }
}
