package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A step after its StepAction was merged in and the task's parameters were put in place. */
record StepSpec(
    String name,
    String image,
    List<String> command,
    List<String> args,
    Map<String, String> env,
    String workingDir,
    List<String> results) {

  static StepSpec of(JsonNode step, Map<String, Resource> resources, Params taskParams) {
    if (!step.has("ref")) {
      return of(text(step, "name"), step, taskParams);
    }
    Resource action =
        Objects.requireNonNull(
            resources.get("StepAction/" + text(step.path("ref"), "name")), "no such StepAction");
    Map<String, JsonNode> given = new HashMap<>();
    for (JsonNode param : step.path("params").values()) {
      given.put(text(param, "name"), replaced(param.path("value"), taskParams));
    }
    return of(text(step, "name"), action.spec(), Params.of(action.spec(), given));
  }

  /** A step's parameter with the task's own in place; isolated arrays are spread. */
  private static JsonNode replaced(JsonNode value, Params taskParams) {
    if (value.isString()) {
      return JsonNodeFactory.instance.stringNode(taskParams.replace(value.asString()));
    }
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    taskParams.replace(value).forEach(items::add);
    return items;
  }

  private static StepSpec of(String name, JsonNode spec, Params params) {
    Map<String, String> env = new LinkedHashMap<>();
    for (JsonNode variable : spec.path("env").values()) {
      String field = text(variable.path("valueFrom").path("fieldRef"), "fieldPath");
      env.put(
          text(variable, "name"),
          field.isEmpty() ? params.replace(text(variable, "value")) : "$(" + field + ")");
    }
    return new StepSpec(
        name,
        text(spec, "image"),
        params.replace(spec.path("command")),
        params.replace(spec.path("args")),
        env,
        params.replace(text(spec, "workingDir")),
        Resource.names(spec.path("results")));
  }

  /** With contexts and workspaces in place; what is unknown stays, as the controller leaves it. */
  StepSpec with(Map<String, String> values) {
    return map(text -> Variables.replace(text, values));
  }

  /** With the container's own variables in place, as kubelet expands command and args. */
  StepSpec expanded() {
    return new StepSpec(
        name,
        image,
        command.stream().map(word -> Variables.replace(word, env)).toList(),
        args.stream().map(word -> Variables.replace(word, env)).toList(),
        env,
        workingDir,
        results);
  }

  /**
   * With the results of earlier steps in place, as Tekton's entrypoint does it: variables in their
   * order, then command and args, and nothing more after the first result that is not there.
   */
  StepSpec withStepResults(Map<String, String> stepResults) {
    Map<String, String> replaced = new LinkedHashMap<>(env);
    for (Map.Entry<String, String> variable : env.entrySet()) {
      String value = Variables.replace(variable.getValue(), stepResults);
      if (value.contains("$(steps.")) {
        return new StepSpec(name, image, command, args, replaced, workingDir, results);
      }
      replaced.put(variable.getKey(), value);
    }
    StepSpec all = map(text -> Variables.replace(text, stepResults));
    boolean missing = all.args.stream().anyMatch(word -> word.contains("$(steps."));
    return new StepSpec(
        name, image, command, missing ? args : all.args, replaced, workingDir, results);
  }

  private StepSpec map(UnaryOperator<String> change) {
    Map<String, String> changed = new LinkedHashMap<>();
    env.forEach((key, value) -> changed.put(key, change.apply(value)));
    return new StepSpec(
        name,
        image,
        command.stream().map(change).toList(),
        args.stream().map(change).toList(),
        changed,
        change.apply(workingDir),
        results);
  }
}
