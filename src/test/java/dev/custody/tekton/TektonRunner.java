package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Does what Tekton does with a pipeline of ours, without a cluster: gives parameters, workspace and
 * results from task to task, orders the tasks, stops at the first that fails, and runs {@code
 * finally} in any case.
 */
final class TektonRunner {
  private static final Pattern OF_TASK = Pattern.compile("\\$\\(tasks\\.([^.]+)\\.");

  private final Run run;
  private final Map<String, TaskPod.TaskRun> done = new LinkedHashMap<>();

  /**
   * One run of a pipeline.
   *
   * @param uid user of every step; its group is 0, as OpenShift's
   * @param fsGroup the one supplementary group
   * @param volume what the workspace {@code source} is bound to
   * @param before something that happens to the volume just before a task, by the task's name
   */
  record Run(
      String name,
      String runUid,
      long uid,
      long fsGroup,
      Path volume,
      Path scratch,
      Map<String, Resource> resources,
      Map<String, String> images,
      Map<String, Runnable> before) {}

  /** The tasks that ran, by name, in the order they did. */
  record Outcome(Map<String, TaskPod.TaskRun> tasks) {
    TaskPod.TaskRun task(String name) {
      return Objects.requireNonNull(tasks.get(name), () -> name + " did not run\n" + log());
    }

    String log() {
      return tasks.values().stream().map(TaskPod.TaskRun::log).collect(Collectors.joining());
    }
  }

  private TektonRunner(Run run) {
    this.run = run;
  }

  static Outcome run(Run run, Resource pipeline, Map<String, String> given) throws IOException {
    TektonRunner runner = new TektonRunner(run);
    Map<String, JsonNode> params = new HashMap<>();
    given.forEach((name, value) -> params.put(name, JsonNodeFactory.instance.stringNode(value)));
    Map<String, String> values = new HashMap<>(Params.of(pipeline.spec(), params).strings());
    values.put("context.pipelineRun.name", run.name);
    values.put("context.pipelineRun.uid", run.runUid);
    boolean succeeded = true;
    JsonNode next = runner.next(pipeline);
    while (succeeded && !next.isMissingNode()) {
      succeeded = runner.task(next, values);
      next = runner.next(pipeline);
    }
    for (JsonNode task : pipeline.spec().path("finally").values()) {
      runner.task(task, values);
    }
    return new Outcome(runner.done);
  }

  /** The first task that did not run and waits for none that did not. */
  private JsonNode next(Resource pipeline) {
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

  private boolean task(JsonNode declared, Map<String, String> values) throws IOException {
    String name = text(declared, "name");
    Resource task =
        Objects.requireNonNull(
            run.resources.get("Task/" + text(declared.path("taskRef"), "name")), "no such Task");
    Map<String, JsonNode> params = new HashMap<>();
    for (JsonNode param : declared.path("params").values()) {
      String value = Variables.replace(text(param, "value"), values);
      if (value.contains("$(tasks.")) {
        throw new AssertionError(name + " needs a result that is not there: " + value);
      }
      params.put(text(param, "name"), JsonNodeFactory.instance.stringNode(value));
    }
    run.before.getOrDefault(name, () -> {}).run();
    Path folder = Files.createDirectories(run.scratch.resolve(name));
    TaskPod.TaskRun ended = new TaskPod(run, name, task, folder).run(params);
    ended
        .results()
        .forEach((result, value) -> values.put("tasks." + name + ".results." + result, value));
    done.put(name, ended);
    return ended.succeeded();
  }
}
