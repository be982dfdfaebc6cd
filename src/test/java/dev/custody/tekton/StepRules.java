package dev.custody.tekton;

import static dev.custody.tekton.Resource.named;
import static dev.custody.tekton.Resource.names;
import static dev.custody.tekton.Resource.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rules for the steps of one task, checked in their order. */
final class StepRules {
  private static final List<String> NOT_WITH_REF =
      List.of("image", "command", "args", "script", "env", "volumeMounts", "results");

  private final WebhookRules rules;
  private final JsonNode task;
  private final Set<String> shared;
  private final Set<String> propagated;

  /** Results of the steps seen so far: a step may use only those of earlier steps. */
  private final Set<String> stepResults = new HashSet<>();

  StepRules(WebhookRules rules, JsonNode task, Set<String> shared, Set<String> propagated) {
    this.rules = rules;
    this.task = task;
    this.shared = shared;
    this.propagated = propagated;
  }

  Set<String> stepResults() {
    return stepResults;
  }

  void check(JsonNode step, String at) {
    String name = text(step, "name");
    rules.require(name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"), at, "not a step name");
    String onError = text(step, "onError");
    rules.require(
        onError.isEmpty() || onError.matches("continue|stopAndFail|\\$\\(params\\..*"),
        at + ".onError",
        "neither continue nor stopAndFail nor a param");
    JsonNode results = step.path("results");
    if (step.has("ref")) {
      results = checkReference(step, at);
    } else {
      checkInline(step, at);
    }
    checkVariables(step, at);
    for (String result : names(results)) {
      stepResults.add("steps." + name + ".results." + result);
    }
  }

  private JsonNode checkReference(JsonNode step, String at) {
    for (String field : NOT_WITH_REF) {
      rules.require(!step.has(field), at + "." + field, "cannot be used with ref");
    }
    // tektoncd/pipeline#10634: it is lost when the StepAction has none.
    rules.require(!step.has("securityContext"), at, "a securityContext beside ref is lost");
    String name = text(step.path("ref"), "name");
    rules.call("StepAction", step, name, at);
    Resource action = rules.known().get("StepAction/" + name);
    rules.require(action != null, at + ".ref", "no StepAction " + name);
    return action == null ? step.path("results") : action.spec().path("results");
  }

  private void checkInline(JsonNode step, String at) {
    rules.require(!step.has("params"), at + ".params", "cannot be used without ref");
    rules.require(step.has("image"), at + ".image", "missing");
    rules.require(
        step.has("command"), at + ".command", "missing; the controller would ask the registry");
    rules.require(!step.has("script"), at + ".script", "use command and args");
    String image = text(step, "image");
    rules.require(
        image.matches(".+(:[^:/]+|@sha256:[0-9a-f]{64})") && !image.endsWith(":latest"),
        at + ".image",
        "has no fixed tag or digest: " + image);
    rules.results(step.path("results"), at);
    for (JsonNode mount : step.path("volumeMounts").values()) {
      String path = text(mount, "mountPath");
      rules.require(!path.startsWith("/tekton/"), at + ".volumeMounts", "under /tekton/: " + path);
      rules.require(
          named(task.path("volumes"), text(mount, "name")).isPresent(),
          at + ".volumeMounts",
          "no volume " + text(mount, "name"));
    }
  }

  private void checkVariables(JsonNode step, String at) {
    Set<String> allowed = new HashSet<>(shared);
    allowed.add("step.artifacts.path");
    names(step.path("results")).forEach(r -> allowed.add("step.results." + r + ".path"));
    // Results of other steps reach only these fields; elsewhere they stay literal.
    Set<String> withResults = new HashSet<>(allowed);
    withResults.addAll(stepResults);
    // kubelet puts the container's own variables into its command and arguments.
    Resource action = rules.known().get("StepAction/" + text(step.path("ref"), "name"));
    JsonNode env = action == null ? step.path("env") : action.spec().path("env");
    withResults.addAll(names(env));
    // Only here does a missing result not make Tekton skip the whole task.
    Set<String> inParams = new HashSet<>(withResults);
    inParams.addAll(propagated);
    for (var field : step.properties()) {
      boolean reached =
          List.of("env", "command", "args", "params", "when").contains(field.getKey());
      Set<String> here =
          field.getKey().equals("params") ? inParams : reached ? withResults : allowed;
      rules.variables(field.getValue(), at + "." + field.getKey(), here);
    }
    rules.arrays(step, task, at);
  }
}
