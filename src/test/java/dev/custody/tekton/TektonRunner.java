package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Does what Tekton does with a pipeline of ours, without a cluster: gives parameters, workspaces
 * and results from task to task, orders the tasks, tries again what has retries, stops at the first
 * task that fails, runs {@code finally} in any case, and asks for the pipeline's results. {@code
 * OldDefectsIT} holds it to what a cluster showed.
 */
final class TektonRunner {
  private static final Pattern OF_TASK = Pattern.compile("\\$\\(tasks\\.([^.()]+)\\.results\\.");

  private final Run run;
  private final Resource pipeline;
  private final Map<String, TaskPod.TaskRun> done = new LinkedHashMap<>();
  private final Map<String, List<TaskPod.TaskRun>> attempts = new LinkedHashMap<>();
  private final List<String> skipped = new ArrayList<>();
  private boolean failed;

  /**
   * One run of a pipeline.
   *
   * @param identity ids of every pod
   * @param identities ids of single tasks' pods, as taskRunSpecs set them
   * @param workspaces the folder that each workspace is bound to
   * @param serviceAccountLogin the config.json that Tekton makes of the service account's secrets
   * @param restricted whether the namespace admits only pods of that Pod Security standard
   * @param before something that happens just before a task, by its name, or a step, by TASK/STEP
   */
  record Run(
      String name,
      String runUid,
      Identity identity,
      Map<String, Identity> identities,
      Map<String, Path> workspaces,
      String serviceAccountLogin,
      Path scratch,
      Map<String, Resource> resources,
      Map<String, String> images,
      boolean restricted,
      Map<String, Runnable> before) {
    Identity identity(String pipelineTask) {
      return identities.getOrDefault(pipelineTask, identity);
    }
  }

  /**
   * How the run ended.
   *
   * @param results of the pipeline; a missing one fails the run
   * @param tasks the last attempts of the tasks that ran, by name, in their order
   * @param attempts all attempts of each task
   * @param skipped tasks of {@code finally} that Tekton did not start
   */
  record Outcome(
      boolean succeeded,
      PipelineResults results,
      Map<String, TaskPod.TaskRun> tasks,
      Map<String, List<TaskPod.TaskRun>> attempts,
      List<String> skipped) {
    TaskPod.TaskRun task(String name) {
      return Objects.requireNonNull(tasks.get(name), () -> name + " did not run\n" + log());
    }

    String log() {
      return attempts.values().stream()
          .flatMap(List::stream)
          .map(TaskPod.TaskRun::log)
          .collect(Collectors.joining());
    }
  }

  private TektonRunner(Run run, Resource pipeline) {
    this.run = run;
    this.pipeline = pipeline;
  }

  static Outcome run(Run run, Resource pipeline, Map<String, String> given) throws IOException {
    return new TektonRunner(run, pipeline).run(given);
  }

  private Outcome run(Map<String, String> given) throws IOException {
    Map<String, JsonNode> params = new HashMap<>();
    given.forEach((name, value) -> params.put(name, JsonNodeFactory.instance.stringNode(value)));
    Map<String, String> values = new HashMap<>(Params.of(pipeline.spec(), params).strings());
    values.put("context.pipelineRun.name", run.name);
    values.put("context.pipelineRun.uid", run.runUid);
    JsonNode next = next();
    while (!failed && !next.isMissingNode()) {
      task(next, values);
      next = next();
    }
    for (String task : Resource.names(pipeline.spec().path("tasks"))) {
      TaskPod.TaskRun ended = done.get(task);
      values.put(
          "tasks." + task + ".status",
          ended == null ? "None" : ended.succeeded() ? "Succeeded" : "Failed");
      values.put("tasks." + task + ".reason", ended == null ? "None" : ended.reason());
    }
    for (JsonNode task : pipeline.spec().path("finally").values()) {
      if (missesResult(task, values)) {
        skipped.add(text(task, "name"));
      } else {
        task(task, values);
      }
    }
    PipelineResults results = PipelineResults.of(pipeline.spec().path("results"), done);
    return new Outcome(!failed && results.missing().isEmpty(), results, done, attempts, skipped);
  }

  /** The first task that did not run and waits for none that did not. */
  private JsonNode next() {
    return Resource.stream(pipeline.spec().path("tasks"))
        .filter(task -> !done.containsKey(text(task, "name")))
        .filter(task ->
            Resource.stream(task.path("runAfter")).allMatch(t -> done.containsKey(t.asString()))
                && OF_TASK
                    .matcher(task.path("params").toString())
                    .results()
                    .allMatch(reference -> done.containsKey(reference.group(1))))
        .findFirst()
        .orElseGet(JsonNodeFactory.instance::missingNode);
  }

  /** Only params and when are looked at, not the params of steps in an embedded task. */
  private static boolean missesResult(JsonNode task, Map<String, String> values) {
    String looked = task.path("params").toString() + task.path("when");
    return OF_TASK.matcher(Variables.replace(looked, values)).find();
  }

  private void task(JsonNode declared, Map<String, String> values) throws IOException {
    String name = text(declared, "name");
    if (missesResult(declared, values)) {
      failed = true;
      done.put(
          name,
          new TaskPod.TaskRun(name, false, "InvalidTaskResultReference", Map.of(), List.of()));
      return;
    }
    Map<String, JsonNode> params = new HashMap<>();
    for (JsonNode param : declared.path("params").values()) {
      params.put(text(param, "name"), replaced(param.path("value"), values));
    }
    run.before.getOrDefault(name, () -> {}).run();
    Resource task = resolve(declared, values);
    TaskPod.TaskRun ended = attempt(name, 0, task, params);
    for (int retry = 1; !ended.succeeded() && retry <= declared.path("retries").asInt(0); retry++) {
      ended = attempt(name, retry, task, params);
    }
    ended
        .results()
        .forEach((result, value) -> values.put("tasks." + name + ".results." + result, value));
    done.put(name, ended);
    failed |= !ended.succeeded() && !text(declared, "onError").equals("continue");
  }

  private TaskPod.TaskRun attempt(
      String name, int attempt, Resource task, Map<String, JsonNode> params) throws IOException {
    Path folder = Files.createDirectories(run.scratch.resolve(name + "-" + attempt));
    TaskPod.TaskRun ended = new TaskPod(run, name, attempt, task, folder).run(params);
    attempts.computeIfAbsent(name, _ -> new ArrayList<>()).add(ended);
    return ended;
  }

  /** In an embedded task results are filled in wherever they are; what is missing stays literal. */
  private Resource resolve(JsonNode declared, Map<String, String> values) {
    if (declared.has("taskRef")) {
      return Objects.requireNonNull(
          run.resources.get("Task/" + text(declared.path("taskRef"), "name")), "no such Task");
    }
    Map<String, String> results = new HashMap<>(values);
    results.keySet().removeIf(variable -> !variable.startsWith("tasks."));
    JsonNode spec = replaced(declared.path("taskSpec"), results);
    return new Resource(pipeline.file(), JsonNodeFactory.instance.objectNode().set("spec", spec));
  }

  private static JsonNode replaced(JsonNode node, Map<String, String> values) {
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(Variables.replace(node.asString(), values));
    }
    if (node.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      node.values().forEach(item -> items.add(replaced(item, values)));
      return items;
    }
    if (node.isObject()) {
      var copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(field -> copy.set(field.getKey(), replaced(field.getValue(), values)));
      return copy;
    }
    return node;
  }
}
