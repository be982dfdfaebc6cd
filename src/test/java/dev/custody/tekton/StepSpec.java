package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
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
      JsonNode value = param.path("value");
      if (value.isString()) {
        value = JsonNodeFactory.instance.stringNode(taskParams.replace(value.asString()));
      }
      given.put(text(param, "name"), value);
    }
    return of(text(step, "name"), action.spec(), Params.of(action.spec(), given));
  }

  private static StepSpec of(String name, JsonNode spec, Params params) {
    Map<String, String> env = new TreeMap<>();
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

  /** With contexts, workspaces and results of earlier steps in place; what is unknown stays. */
  StepSpec with(Map<String, String> values) {
    Map<String, String> replaced = new TreeMap<>();
    env.forEach((key, value) -> replaced.put(key, Variables.replace(value, values)));
    return new StepSpec(
        name,
        image,
        command,
        args.stream().map(arg -> Variables.replace(arg, values)).toList(),
        replaced,
        Variables.replace(workingDir, values),
        results);
  }
}
