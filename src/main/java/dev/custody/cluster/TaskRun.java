package dev.custody.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run of a task, with every attempt of it.
 *
 * @param task as the pipeline names it, else as the Task is named
 * @param attempts by time; a retry runs in a pod of its own
 * @param results by name: verdicts, causes, digests, compact records and the name of the pushed
 *     image, no others; the last is the task's parameter where it is no result
 * @param workspaces what the task's workspaces are bound to, by workspace
 */
public record TaskRun(
    String namespace,
    String name,
    @Nullable String uid,
    @Nullable String pipelineRun,
    @Nullable String pipelineRunUid,
    @Nullable String task,
    @Nullable Instant started,
    @Nullable Instant finished,
    Condition condition,
    List<Attempt> attempts,
    Map<String, String> results,
    Map<String, ClaimBinding> workspaces) {
  /** Longer results than this are no word, digest or compact record. */
  private static final int MAX_RESULT = 4096;

  private static final Pattern EVIDENCE =
      Pattern.compile(
          "pass|fail|unknown|[A-Z][A-Z0-9_]{2,40}|sha(?:256|512):[0-9a-f]{64,128}"
              + "|\\{\\s*\"custody\".*",
          Pattern.DOTALL);

  public TaskRun {
    attempts = List.copyOf(attempts);
    results = Map.copyOf(results);
    workspaces = Map.copyOf(workspaces);
  }

  /**
   * One attempt: its pod and what became of the steps.
   *
   * @param results of its steps, whether or not the task hands them on, in the steps' order
   */
  public record Attempt(
      @Nullable String pod,
      Condition condition,
      List<ContainerRun> steps,
      List<StepResult> results) {
    public Attempt {
      steps = List.copyOf(steps);
      results = List.copyOf(results);
    }
  }

  /** A verdict, cause, digest or compact record that a step left. */
  public record StepResult(String step, String name, String value) {}

  /** A claim, and the directory in it. */
  public record ClaimBinding(String claim, @Nullable String subPath) {}

  /** The attempt that counts, as Tekton lets it count: the last. */
  public Attempt lastAttempt() {
    return attempts.getLast();
  }

  /** As people call it. */
  public String displayName() {
    return task == null ? name : task;
  }

  /** Whether a record that names this task run is of it; its namespace is not always known. */
  public boolean isNamed(@Nullable String otherNamespace, @Nullable String otherName) {
    return name.equals(otherName) && (otherNamespace == null || otherNamespace.equals(namespace));
  }

  /** Whether a pod is one of this task run's. */
  public boolean ranIn(Pod pod) {
    return namespace.equals(pod.namespace())
        && (name.equals(pod.taskRun())
            || attempts.stream().anyMatch(a -> pod.name().equals(a.pod())));
  }

  static TaskRun parse(JsonNode json) {
    JsonNode metadata = json.path("metadata");
    JsonNode labels = metadata.path("labels");
    JsonNode status = json.path("status");
    List<Attempt> attempts = new ArrayList<>();
    status.path("retriesStatus").forEach(earlier -> attempts.add(attempt(earlier)));
    attempts.add(attempt(status));
    String task = ObjectJson.text(labels, "tekton.dev/pipelineTask");
    return new TaskRun(
        ObjectJson.textOr("", metadata, "namespace"),
        ObjectJson.textOr("", metadata, "name"),
        ObjectJson.text(metadata, "uid"),
        ObjectJson.text(labels, "tekton.dev/pipelineRun"),
        ObjectJson.text(labels, "tekton.dev/pipelineRunUID"),
        task == null ? ObjectJson.text(labels, "tekton.dev/task") : task,
        ObjectJson.time(status, "startTime"),
        ObjectJson.time(status, "completionTime"),
        Condition.succeeded(status),
        attempts,
        withName(results(status, List.of("taskResults", "results")), json.path("spec")),
        workspaces(json.path("spec").path("workspaces")));
  }

  private static Attempt attempt(JsonNode status) {
    List<ContainerRun> steps = new ArrayList<>();
    List<StepResult> results = new ArrayList<>();
    for (JsonNode step : status.path("steps")) {
      results(step, List.of("results"))
          .forEach((name, value) ->
              results.add(new StepResult(ObjectJson.textOr("", step, "name"), name, value)));
      steps.add(
          ContainerRun.of(
              ObjectJson.textOr("", step, "name"), step, ObjectJson.text(step, "name")));
    }
    return new Attempt(
        ObjectJson.text(status, "podName"), Condition.succeeded(status), steps, results);
  }

  /** {@code results}, or {@code taskResults} as v1beta1 calls them. */
  private static Map<String, String> results(JsonNode status, List<String> fields) {
    Map<String, String> results = new LinkedHashMap<>();
    for (String field : fields) {
      for (JsonNode result : status.path(field)) {
        String name = ObjectJson.text(result, "name");
        String value = ObjectJson.text(result, "value");
        if (name != null && value != null && value.length() <= MAX_RESULT && counts(name, value)) {
          results.put(name, value.strip());
        }
      }
    }
    return results;
  }

  private static Map<String, String> withName(Map<String, String> results, JsonNode spec) {
    for (JsonNode parameter : spec.path("params")) {
      String name = ObjectJson.text(parameter, "value");
      if (PushedName.PARAMETER.equals(ObjectJson.text(parameter, "name")) && name != null) {
        results.putIfAbsent(PushedName.RESULT, name);
      }
    }
    return results;
  }

  private static boolean counts(String name, String value) {
    if (name.equals(PushedName.RESULT)) {
      return PushedName.isOne(value.strip());
    }
    return EVIDENCE.matcher(value.strip()).matches();
  }

  private static Map<String, ClaimBinding> workspaces(JsonNode list) {
    Map<String, ClaimBinding> workspaces = new LinkedHashMap<>();
    for (JsonNode one : list) {
      String name = ObjectJson.text(one, "name");
      String claim = ObjectJson.text(one, "persistentVolumeClaim", "claimName");
      if (name != null && claim != null) {
        workspaces.put(name, new ClaimBinding(claim, ObjectJson.text(one, "subPath")));
      }
    }
    return workspaces;
  }
}
