package dev.custody.tekton;

import static dev.custody.tekton.Resource.named;
import static dev.custody.tekton.Resource.names;
import static dev.custody.tekton.Resource.stream;
import static dev.custody.tekton.Resource.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Tekton's webhook and reconciler refuse and the schemas do not express, and our own rules for
 * what we ship (see the guide). Sources: {@code stepaction_validation.go}, {@code
 * task_validation.go} and {@code pipeline_validation.go} of tektoncd/pipeline.
 */
final class WebhookRules {
  /** Result names that Tekton Chains takes for what a build produced. */
  private static final Pattern CHAINS =
      Pattern.compile(
          "(?i).*(IMAGE|ARTIFACT)_(URL|URI|DIGEST|REF|INPUTS|OUTPUTS)|IMAGES|CHAINS-GIT_.*");

  /** What Chains shall read: of the task that pushed the image, never of custody's own steps. */
  private static final Set<String> PUSHED = Set.of("IMAGE_URL", "IMAGE_DIGEST");

  private final Map<String, Resource> known;
  private final List<String> problems = new ArrayList<>();

  private WebhookRules(Map<String, Resource> known) {
    this.known = known;
  }

  /**
   * Every rule the resource breaks.
   *
   * @param known resources by {@code Kind/name} that references are followed to
   */
  static List<String> problems(Resource resource, Map<String, Resource> known) {
    WebhookRules rules = new WebhookRules(known);
    JsonNode spec = resource.spec();
    switch (resource.kind()) {
      case "StepAction" -> rules.stepAction(spec);
      case "Task" -> rules.task(spec, "spec");
      case "Pipeline" -> rules.pipeline(spec, "spec");
      case "TaskRun" -> {
        if (spec.has("taskSpec")) {
          rules.task(spec.path("taskSpec"), "spec.taskSpec");
        } else {
          rules.call("Task", spec, text(spec.path("taskRef"), "name"), "spec");
        }
      }
      case "PipelineRun" -> {
        if (spec.has("pipelineSpec")) {
          rules.pipeline(spec.path("pipelineSpec"), "spec.pipelineSpec");
        } else {
          rules.call("Pipeline", spec, text(spec.path("pipelineRef"), "name"), "spec");
        }
      }
      default -> rules.problems.add("kind " + resource.kind() + " is not checked");
    }
    return rules.problems;
  }

  private void stepAction(JsonNode spec) {
    declarations(spec, "spec");
    require(
        names(spec.path("results")).stream().noneMatch(PUSHED::contains),
        "spec.results",
        "custody pushed nothing that Tekton Chains should hear of");
    require(!spec.has("script"), "spec.script", "use command and args, the image has no shell");
    require(spec.has("image"), "spec.image", "missing");
    require(spec.has("command"), "spec.command", "missing; the controller would ask the registry");
    // It would win over the Step's, and custody would no longer see what its neighbours see.
    require(!spec.has("securityContext"), "spec.securityContext", "belongs in the stepTemplate");
    Set<String> variables = new HashSet<>(params(spec));
    names(spec.path("results")).forEach(name -> variables.add("step.results." + name + ".path"));
    variables.addAll(TASK_CONTEXT);
    variables(spec, "spec", variables);
    arrays(spec, spec, "spec");
  }

  private void task(JsonNode spec, String at) {
    task(spec, at, Set.of());
  }

  /**
   * A task of its own, or one embedded in a pipeline.
   *
   * @param propagated results of the pipeline's tasks, which Tekton fills in where they are there
   */
  private void task(JsonNode spec, String at, Set<String> propagated) {
    declarations(spec, at);
    noRunAsUser(spec, at);
    Set<String> shared = new HashSet<>(params(spec));
    shared.addAll(TASK_CONTEXT);
    for (String workspace : names(spec.path("workspaces"))) {
      for (String field : List.of("path", "bound", "claim", "volume")) {
        shared.add("workspaces." + workspace + "." + field);
      }
    }
    names(spec.path("results")).forEach(name -> shared.add("results." + name + ".path"));
    variables(spec.path("stepTemplate"), at + ".stepTemplate", shared);
    StepRules steps = new StepRules(this, spec, shared, propagated);
    for (JsonNode step : spec.path("steps").values()) {
      steps.check(step, at + ".steps[" + text(step, "name") + "]");
    }
    variables(spec.path("results"), at + ".results", steps.stepResults());
  }

  private void pipeline(JsonNode spec, String at) {
    declarations(spec, at);
    noRunAsUser(spec, at);
    Set<String> shared = new HashSet<>(params(spec));
    shared.addAll(
        Set.of(
            "context.pipelineRun.name",
            "context.pipelineRun.namespace",
            "context.pipelineRun.uid",
            "context.pipeline.name"));
    names(spec.path("workspaces")).forEach(name -> shared.add("workspaces." + name + ".bound"));
    List<String> tasks = names(spec.path("tasks"));
    Set<String> results = new HashSet<>();
    for (JsonNode task : spec.path("tasks").values()) {
      Resource called = known.get("Task/" + text(task.path("taskRef"), "name"));
      JsonNode taskSpec = called == null ? task.path("taskSpec") : called.spec();
      for (String result : names(taskSpec.path("results"))) {
        results.add("tasks." + text(task, "name") + ".results." + result);
      }
    }
    shared.addAll(results);
    for (String section : List.of("tasks", "finally")) {
      for (JsonNode task : spec.path(section).values()) {
        String where = at + "." + section + "[" + text(task, "name") + "]";
        for (JsonNode before : task.path("runAfter").values()) {
          require(tasks.contains(before.asString()), where + ".runAfter", "no task " + before);
        }
        require(section.equals("tasks") || !task.has("runAfter"), where, "finally has no runAfter");
        workspaceBindings(task, spec, where);
        Set<String> known = new HashSet<>(shared);
        if (section.equals("finally")) {
          // Tekton would skip the task when one is missing, and end the run as Completed.
          known.removeAll(results);
          for (String one : tasks) {
            known.addAll(Set.of("tasks." + one + ".status", "tasks." + one + ".reason"));
          }
        }
        variables(task.path("params"), where + ".params", known);
        variables(task.path("when"), where + ".when", shared);
        call("Task", task, text(task.path("taskRef"), "name"), where);
        if (task.has("taskSpec")) {
          task(task.path("taskSpec"), where + ".taskSpec", results);
          parameters(task.path("taskSpec"), task, "the embedded task", where);
        }
      }
    }
    Set<String> all = new HashSet<>(results);
    for (JsonNode task : spec.path("finally").values()) {
      Resource called = known.get("Task/" + text(task.path("taskRef"), "name"));
      JsonNode taskSpec = called == null ? task.path("taskSpec") : called.spec();
      for (String result : names(taskSpec.path("results"))) {
        all.add("finally." + text(task, "name") + ".results." + result);
      }
    }
    variables(spec.path("results"), at + ".results", all);
  }

  private void workspaceBindings(JsonNode task, JsonNode spec, String where) {
    for (JsonNode binding : task.path("workspaces").values()) {
      require(
          named(spec.path("workspaces"), text(binding, "workspace")).isPresent()
              || (!binding.has("workspace")
                  && named(spec.path("workspaces"), text(binding, "name")).isPresent()),
          where + ".workspaces",
          "the pipeline declares no such workspace: " + binding);
    }
  }

  /** Params and workspaces given to something that declares them. */
  void call(String kind, JsonNode caller, String name, String at) {
    Resource called = known.get(kind + "/" + name);
    if (called == null) {
      return;
    }
    parameters(called.spec(), caller, name, at);
  }

  /** What is given is declared, and what must be given is. */
  private void parameters(JsonNode spec, JsonNode caller, String name, String at) {
    for (String list : List.of("params", "workspaces")) {
      JsonNode declared = spec.path(list);
      for (String given : names(caller.path(list))) {
        require(
            named(declared, given).isPresent(), at + "." + list, name + " declares no " + given);
      }
      for (JsonNode one : declared.values()) {
        require(
            one.has("default")
                || one.path("optional").asBoolean(false)
                || named(caller.path(list), text(one, "name")).isPresent(),
            at + "." + list,
            name + " needs " + text(one, "name"));
      }
    }
  }

  private void declarations(JsonNode spec, String at) {
    for (String list : List.of("params", "results", "workspaces", "volumes", "steps", "tasks")) {
      List<String> names = names(spec.path(list));
      require(names.size() == Set.copyOf(names).size(), at + "." + list, "a name occurs twice");
    }
    for (JsonNode param : spec.path("params").values()) {
      boolean array = text(param, "type").equals("array");
      JsonNode value = param.path("default");
      require(
          value.isMissingNode() || (array ? value.isArray() : value.isString()),
          at + ".params[" + text(param, "name") + "]",
          "the default is not of the param's type");
    }
    results(spec.path("results"), at);
  }

  void results(JsonNode results, String at) {
    for (String name : names(results)) {
      require(
          name.matches("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"),
          at + ".results[" + name + "]",
          "not a result name");
      require(
          !CHAINS.matcher(name).matches() || PUSHED.contains(name),
          at + ".results[" + name + "]",
          "Tekton Chains would take it for a build's output");
    }
  }

  private void noRunAsUser(JsonNode spec, String at) {
    require(
        spec.findValues("runAsUser").isEmpty() && spec.findValues("runAsGroup").isEmpty(),
        at,
        "runAsUser and runAsGroup belong to the run: OpenShift refuses them here");
  }

  /** Every variable must be one of these. */
  void variables(JsonNode node, String at, Set<String> allowed) {
    for (Variables.Use use : Variables.in(node, at)) {
      String plain = use.name().replaceFirst("\\[\\*]$", "");
      require(allowed.contains(plain), use.at(), "undeclared $(" + use.name() + ")");
    }
  }

  /** An array stands alone, with {@code [*]}, in command or args. */
  void arrays(JsonNode node, JsonNode declares, String at) {
    List<String> arrays =
        stream(declares.path("params"))
            .filter(param -> text(param, "type").equals("array"))
            .map(param -> "params." + text(param, "name"))
            .toList();
    for (Variables.Use use : Variables.in(node, at)) {
      if (arrays.contains(use.name().replaceFirst("\\[\\*]$", ""))) {
        require(
            use.isIsolated()
                && use.name().endsWith("[*]")
                && use.at().matches(".*\\.(args|command|params)\\b.*"),
            use.at(),
            "an array stands alone in args or command: " + use.whole());
      }
    }
  }

  void require(boolean holds, String at, String otherwise) {
    if (!holds) {
      problems.add(at + ": " + otherwise);
    }
  }

  Map<String, Resource> known() {
    return known;
  }

  private static List<String> params(JsonNode spec) {
    return names(spec.path("params")).stream().map(name -> "params." + name).toList();
  }

  private static final Set<String> TASK_CONTEXT =
      Set.of(
          "context.taskRun.name",
          "context.taskRun.namespace",
          "context.taskRun.uid",
          "context.task.name",
          "context.task.retry-count");
}
