package dev.custody.tekton;

import static dev.custody.tekton.Resource.stream;
import static dev.custody.tekton.Resource.text;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the steps of one task one after the other, each as a container under the pod's ids, with the
 * folders and variables that Tekton gives them.
 *
 * @param run the names that the downward API would tell
 * @param folder scratch for this pod: results, homes and emptyDirs
 */
record TaskPod(TektonRunner.Run run, String pipelineTask, Resource task, Path folder) {
  /** One step: what it printed, and its results by name. */
  record StepRun(String name, int exitCode, String log, Map<String, String> results) {
    /** Bytes of all results together, names included. */
    int resultBytes() {
      return results.entrySet().stream()
          .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
          .sum();
    }
  }

  /** A task that ended; a step that did not run is not in the list. */
  record TaskRun(String name, boolean succeeded, Map<String, String> results, List<StepRun> steps) {
    String log() {
      StringBuilder log = new StringBuilder();
      steps.forEach(
          s -> log.append("[%s/%s] exit %d%n%s".formatted(name, s.name, s.exitCode, s.log)));
      return log.toString();
    }
  }

  TaskRun run(Map<String, JsonNode> params) throws IOException {
    Map<String, String> values = values();
    Params own = Params.of(task.spec(), params);
    for (JsonNode volume : task.spec().path("volumes").values()) {
      groupWritable(folder.resolve(text(volume, "name")));
    }
    groupWritable(folder.resolve("home"));
    List<StepRun> done = new ArrayList<>();
    Map<String, String> stepResults = new TreeMap<>();
    boolean failed = false;
    for (JsonNode declared : task.spec().path("steps").values()) {
      StepSpec step = StepSpec.of(declared, run.resources(), own);
      Map<String, String> known = new HashMap<>(values);
      known.putAll(stepResults);
      for (String result : step.results()) {
        known.put("step.results." + result + ".path", resultPath(step.name(), result));
      }
      if (failed || !holds(declared.path("when"), own, known)) {
        continue;
      }
      StepRun ended = execute(step.with(known));
      done.add(ended);
      ended
          .results()
          .forEach(
              (name, value) -> stepResults.put("steps." + step.name() + ".results." + name, value));
      String onError = own.replace(text(declared, "onError"));
      failed = ended.exitCode() != 0 && !onError.equals("continue");
    }
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode result : task.spec().path("results").values()) {
      String value = Variables.replace(text(result, "value"), stepResults);
      if (!value.contains("$(")) {
        results.put(text(result, "name"), value);
      }
    }
    return new TaskRun(pipelineTask, !failed, results, done);
  }

  private StepRun execute(StepSpec step) throws IOException {
    Path own = Files.createDirectories(folder.resolve("steps/step-" + step.name()));
    Path results = Files.createDirectory(own.resolve("results"));
    Program.shell("chmod 0777 \"$1\"", results);
    List<String> podman = new ArrayList<>(List.of("podman", "run", "--rm", "--runtime", "runc"));
    podman.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    // custody must do without a network; skopeo needs the registry on the loopback address.
    podman.addAll(List.of("--network", step.image().contains("skopeo") ? "host" : "none"));
    podman.addAll(
        List.of("--user", run.uid() + ":0", "--group-add", String.valueOf(run.fsGroup())));
    // The stepTemplate, which TektonFilesTest holds to exactly this.
    podman.addAll(List.of("--cap-drop", "all", "--security-opt", "no-new-privileges"));
    mount(podman, run.volume(), "/workspace/source");
    mount(podman, own, "/tekton/steps/step-" + step.name());
    mount(podman, folder.resolve("home"), "/tekton/home");
    for (JsonNode mount : task.spec().path("stepTemplate").path("volumeMounts").values()) {
      mount(podman, folder.resolve(text(mount, "name")), text(mount, "mountPath"));
    }
    step.env().forEach((name, value) -> podman.addAll(List.of("--env", name + "=" + value)));
    if (!step.workingDir().isEmpty()) {
      podman.addAll(List.of("--workdir", step.workingDir()));
    }
    podman.add("--entrypoint");
    podman.add(JsonMapper.shared().writeValueAsString(step.command()));
    podman.add(run.images().get(step.image().replaceFirst("[:@].*", "")));
    podman.addAll(step.args());
    Program.Result ended = Program.run(podman, Map.of());
    Map<String, String> written = new TreeMap<>();
    for (String name : step.results()) {
      Path file = results.resolve(name);
      if (Files.exists(file)) {
        written.put(name, Files.readString(file));
      }
    }
    return new StepRun(step.name(), ended.code(), ended.out() + ended.err(), written);
  }

  private static void mount(List<String> podman, Path from, String to) {
    podman.addAll(List.of("--volume", from.toAbsolutePath() + ":" + to));
  }

  /** As kubelet prepares a volume with an fsGroup. */
  private void groupWritable(Path directory) throws IOException {
    Files.createDirectories(directory);
    Program.shell("chgrp \"$2\" \"$1\"; chmod 2775 \"$1\"", directory, run.fsGroup());
  }

  private static String resultPath(String step, String result) {
    return "/tekton/steps/step-" + step + "/results/" + result;
  }

  /** Workspaces, contexts, and what the downward API tells, under the field's path. */
  private Map<String, String> values() {
    String taskRun = run.name() + "-" + pipelineTask;
    Map<String, String> values = new HashMap<>();
    for (JsonNode workspace : task.spec().path("workspaces").values()) {
      boolean bound = text(workspace, "name").equals("source");
      values.put(
          "workspaces." + text(workspace, "name") + ".path", bound ? "/workspace/source" : "");
    }
    values.put("context.taskRun.name", taskRun);
    values.put("context.taskRun.uid", "3f0c6f3e-0000-4000-8000-000000000001");
    values.put("context.taskRun.namespace", "models");
    values.put("context.task.name", task.name());
    values.put("context.task.retry-count", "0");
    values.put("metadata.name", taskRun + "-pod");
    values.put("metadata.uid", "3f0c6f3e-0000-4000-8000-000000000002");
    values.put("metadata.namespace", "models");
    values.put("metadata.labels['tekton.dev/pipelineRun']", run.name());
    values.put("metadata.labels['tekton.dev/pipelineRunUID']", run.runUid());
    values.put("metadata.labels['tekton.dev/pipelineTask']", pipelineTask);
    values.put("metadata.annotations['openshift.io/scc']", "");
    values.put("spec.nodeName", "node-1");
    values.put("spec.serviceAccountName", "pipeline");
    return values;
  }

  private static boolean holds(JsonNode when, Params params, Map<String, String> known) {
    for (JsonNode one : when.values()) {
      String input = Variables.replace(params.replace(text(one, "input")), known);
      boolean in = stream(one.path("values")).anyMatch(value -> value.asString("").equals(input));
      if (in != text(one, "operator").equals("in")) {
        return false;
      }
    }
    return true;
  }
}
