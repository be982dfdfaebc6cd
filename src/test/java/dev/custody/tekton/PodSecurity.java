package dev.custody.tekton;

import static dev.custody.tekton.Resource.stream;
import static dev.custody.tekton.Resource.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Pod Security standard {@code restricted}, as the admission controller of Kubernetes checks a
 * pod: kubernetes.io/docs/concepts/security/pod-security-standards.
 */
public final class PodSecurity {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private final JsonNode pod;
  private final List<String> problems = new ArrayList<>();

  private PodSecurity(JsonNode pod) {
    this.pod = pod;
  }

  /**
   * What is not allowed, in the admission controller's words; empty if the pod is admitted.
   *
   * @param pod a PodSpec
   */
  public static List<String> problems(JsonNode pod) {
    PodSecurity check = new PodSecurity(pod);
    check.pod();
    pod.path("containers").values().forEach(check::container);
    return check.problems;
  }

  /**
   * The pod that Tekton makes of a task: its steps with the stepTemplate merged into each, under
   * the run's podTemplate.
   */
  static JsonNode ofTask(JsonNode task, JsonNode podTemplate) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.set("securityContext", podTemplate.path("securityContext").deepCopy());
    pod.set("volumes", task.path("volumes").deepCopy());
    var containers = pod.putArray("containers");
    for (JsonNode step : task.path("steps").values()) {
      ObjectNode container = JsonNodeFactory.instance.objectNode();
      container.put("name", "step-" + text(step, "name"));
      container.set(
          "securityContext",
          merged(task.path("stepTemplate").path("securityContext"), step.path("securityContext")));
      containers.add(container);
    }
    return pod;
  }

  private static JsonNode merged(JsonNode template, JsonNode own) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    template.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    for (var field : own.properties()) {
      JsonNode before = merged.path(field.getKey());
      merged.set(
          field.getKey(),
          before.isObject() && field.getValue().isObject()
              ? merged(before, field.getValue())
              : field.getValue());
    }
    return merged;
  }

  private void pod() {
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      refuse(pod.path(host).asBoolean(false), "host namespaces (" + host + "=true)");
    }
    refuse(
        pod.path("securityContext").has("sysctls")
            && !pod.path("securityContext").path("sysctls").isEmpty(),
        "forbidden sysctls");
    for (JsonNode volume : pod.path("volumes").values()) {
      Set<String> kinds = new TreeSet<>(volume.propertyNames());
      kinds.remove("name");
      refuse(
          !VOLUMES.containsAll(kinds),
          "restricted volume types (volume \"" + text(volume, "name") + "\" uses " + kinds + ")");
    }
    selinux(pod.path("securityContext"), "pod");
    refuse(
        pod.path("securityContext").path("runAsUser").asLong(-1) == 0,
        "runAsUser=0 (pod must not set runAsUser=0)");
  }

  private void container(JsonNode container) {
    String name = "container \"" + text(container, "name") + "\"";
    JsonNode own = container.path("securityContext");
    JsonNode shared = pod.path("securityContext");
    refuse(own.path("privileged").asBoolean(false), "privileged (" + name + ")");
    refuse(
        own.path("allowPrivilegeEscalation").asBoolean(true),
        "allowPrivilegeEscalation != false (" + name + ")");
    JsonNode capabilities = own.path("capabilities");
    refuse(
        stream(capabilities.path("drop")).noneMatch(c -> c.asString().equals("ALL")),
        "unrestricted capabilities (" + name + " must set capabilities.drop=[\"ALL\"])");
    for (JsonNode added : capabilities.path("add").values()) {
      refuse(
          !added.asString().equals("NET_BIND_SERVICE"),
          "unrestricted capabilities (" + name + " must not include " + added + " in add)");
    }
    refuse(
        !either(own, shared, "runAsNonRoot").asBoolean(false),
        "runAsNonRoot != true (pod or " + name + " must set runAsNonRoot=true)");
    refuse(
        own.path("runAsUser").asLong(-1) == 0,
        "runAsUser=0 (" + name + " must not set runAsUser=0)");
    refuse(
        !Set.of("RuntimeDefault", "Localhost")
            .contains(text(either(own, shared, "seccompProfile"), "type")),
        "seccompProfile (pod or " + name + " must set RuntimeDefault or Localhost)");
    refuse(
        !text(own, "procMount").isEmpty() && !text(own, "procMount").equals("Default"),
        "procMount (" + name + ")");
    for (JsonNode port : container.path("ports").values()) {
      refuse(port.path("hostPort").asInt(0) != 0, "hostPort (" + name + ")");
    }
    selinux(own, name);
  }

  private void selinux(JsonNode context, String where) {
    JsonNode options = context.path("seLinuxOptions");
    refuse(
        !Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
                .contains(text(options, "type"))
            || !text(options, "user").isEmpty()
            || !text(options, "role").isEmpty(),
        "seLinuxOptions (" + where + ")");
  }

  private static JsonNode either(JsonNode own, JsonNode shared, String field) {
    return own.has(field) ? own.path(field) : shared.path(field);
  }

  private void refuse(boolean wrong, String problem) {
    if (wrong) {
      problems.add(problem);
    }
  }
}
