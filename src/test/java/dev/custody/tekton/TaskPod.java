package dev.custody.tekton;

import static dev.custody.tekton.Resource.stream;
import static dev.custody.tekton.Resource.text;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One attempt at a task: runs its steps one after the other, each as a container under the pod's
 * ids, with the folders and variables that Tekton gives them. A step that ends with another code
 * than 0 and has no {@code onError: continue} ends the attempt; one that exceeds its timeout ends
 * it in any case (pkg/entrypoint/entrypointer.go: that case comes before the one of onError).
 *
 * @param run the names that the downward API would tell
 * @param attempt 0 for the first, then one more for each retry
 * @param folder scratch for this pod: results, homes and emptyDirs
 */
record TaskPod(TektonRunner.Run run, String pipelineTask, int attempt, Resource task, Path folder) {
  /** One step: what it printed, and its results by name. */
  record StepRun(
      String name, int exitCode, boolean timedOut, String log, Map<String, String> results) {
    /** Bytes of all results together, names included. */
    int resultBytes() {
      return results.entrySet().stream()
          .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
          .sum();
    }
  }

  /**
   * A task that ended; a step that did not run is not in the list.
   *
   * @param reason of the TaskRun's condition, as Tekton words it
   */
  record TaskRun(
      String name,
      boolean succeeded,
      String reason,
      Map<String, String> results,
      List<StepRun> steps) {
    List<String> stepNames() {
      return steps.stream().map(StepRun::name).toList();
    }

    StepRun step(String wanted) {
      return steps.stream()
          .filter(step -> step.name.equals(wanted))
          .findFirst()
          .orElseThrow(() -> new AssertionError(wanted + " did not run\n" + log()));
    }

    String log() {
      StringBuilder log = new StringBuilder();
      steps.forEach(
          s -> log.append("[%s/%s] exit %d%n%s".formatted(name, s.name, s.exitCode, s.log)));
      return log.append("%s: %s%n".formatted(name, reason)).toString();
    }
  }

  TaskRun run(Map<String, JsonNode> params) throws IOException {
    if (run.restricted()) {
      List<String> refused =
          PodSecurity.problems(PodSecurity.ofTask(task.spec(), identity().podTemplate()));
      if (!refused.isEmpty()) {
        // As the reconciler says it of an error with "violates PodSecurity".
        String reason = "PodAdmissionFailed: violates PodSecurity \"restricted:latest\": ";
        return new TaskRun(
            pipelineTask, false, reason + String.join(", ", refused), Map.of(), List.of());
      }
    }
    Params own = Params.of(task.spec(), params);
    Map<String, String> values = PodVariables.of(this);
    for (JsonNode volume : task.spec().path("volumes").values()) {
      groupWritable(folder.resolve(text(volume, "name")));
    }
    groupWritable(folder.resolve("home"));
    if (!run.serviceAccountLogin().isEmpty()) {
      Path docker = Files.createDirectories(folder.resolve("home/.docker"));
      Files.writeString(docker.resolve("config.json"), run.serviceAccountLogin());
    }
    List<StepRun> done = new ArrayList<>();
    Map<String, String> stepResults = new TreeMap<>();
    String reason = "Succeeded";
    for (JsonNode declared : task.spec().path("steps").values()) {
      StepSpec step = StepSpec.of(declared, run.resources(), own);
      Map<String, String> known = new HashMap<>(values);
      for (String result : step.results()) {
        known.put("step.results." + result + ".path", resultPath(step.name(), result));
      }
      if (!holds(declared.path("when"), own, known, stepResults)) {
        continue;
      }
      if (refusedAsRoot(step)) {
        reason = "CreateContainerConfigError";
        break;
      }
      run.before().getOrDefault(pipelineTask + "/" + step.name(), () -> {}).run();
      StepRun ended =
          execute(
              step.with(known).expanded().withStepResults(stepResults),
              memory(declared),
              seconds(text(declared, "timeout")));
      done.add(ended);
      ended
          .results()
          .forEach(
              (name, value) -> stepResults.put("steps." + step.name() + ".results." + name, value));
      String onError = own.replace(text(declared, "onError"));
      if (ended.timedOut() || (ended.exitCode() != 0 && !onError.equals("continue"))) {
        reason = "StepFailed";
        break;
      }
    }
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode result : task.spec().path("results").values()) {
      String value = Variables.replace(text(result, "value"), stepResults);
      if (!value.contains("$(")) {
        results.put(text(result, "name"), value);
      }
    }
    return new TaskRun(pipelineTask, reason.equals("Succeeded"), reason, results, done);
  }

  /** kubelet starts no container as root where {@code runAsNonRoot} is set. */
  private boolean refusedAsRoot(StepSpec step) {
    JsonNode context = task.spec().path("stepTemplate").path("securityContext");
    if (!context.path("runAsNonRoot").asBoolean(false) || identity().uid().isPresent()) {
      return false;
    }
    String user = Program.shell("podman image inspect --format '{{.User}}' \"$1\"", image(step));
    return user.isEmpty() || user.matches("(0|root)(:.*)?");
  }

  /** Go's durations, as far as timeouts are written; 0 for none. */
  private static long seconds(String timeout) {
    return timeout.isEmpty() ? 0 : Duration.parse("PT" + timeout).toSeconds();
  }

  private StepRun execute(StepSpec step, String memory, long seconds) throws IOException {
    Path own = Files.createDirectories(folder.resolve("steps/step-" + step.name()));
    Path results = Files.createDirectory(own.resolve("results"));
    Program.shell("chmod 0777 \"$1\"", results);
    List<String> podman = new ArrayList<>(List.of("podman", "run", "--rm", "--runtime", "runc"));
    podman.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    // custody must do without a network; skopeo needs the registry on the loopback address.
    podman.addAll(List.of("--network", step.image().contains("skopeo") ? "host" : "none"));
    podman.addAll(List.of("--memory", memory, "--timeout", Long.toString(seconds)));
    podman.addAll(identity().podmanOptions());
    // The stepTemplate, which TektonFilesTest holds to exactly this.
    podman.addAll(List.of("--cap-drop", "all", "--security-opt", "no-new-privileges"));
    for (Map.Entry<String, Path> workspace : run.workspaces().entrySet()) {
      mount(podman, workspace.getValue(), "/workspace/" + workspace.getKey());
    }
    podman.addAll(
        List.of("--volume", folder.resolve("steps").toAbsolutePath() + ":/tekton/steps:ro"));
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
    podman.add(image(step));
    podman.addAll(step.args());
    long start = System.nanoTime();
    Program.Result ended = Program.run(podman, Map.of());
    // What podman ends with when it has killed a container for its time.
    boolean timedOut =
        seconds > 0
            && ended.code() == 255
            && System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(seconds);
    Map<String, String> written = new TreeMap<>();
    for (String name : step.results()) {
      Path file = results.resolve(name);
      if (Files.exists(file)) {
        written.put(name, Files.readString(file));
      }
    }
    return new StepRun(
        step.name(), timedOut ? 1 : ended.code(), timedOut, ended.out() + ended.err(), written);
  }

  Identity identity() {
    return run.identity(pipelineTask);
  }

  private String image(StepSpec step) {
    return Objects.requireNonNull(
        run.images().get(step.image().replaceFirst("[:@].*", "")), step::image);
  }

  /** The limit of the step, else of the stepTemplate, in podman's spelling. */
  private String memory(JsonNode step) {
    String own = limit(step);
    String limit = own.isEmpty() ? limit(task.spec().path("stepTemplate")) : own;
    return limit.replace("Mi", "m").replace("Gi", "g");
  }

  private static String limit(JsonNode container) {
    return text(container.path("computeResources").path("limits"), "memory");
  }

  private static void mount(List<String> podman, Path from, String to) {
    podman.addAll(List.of("--volume", from.toAbsolutePath() + ":" + to));
  }

  /** As kubelet prepares an emptyDir: for all to write, and in the fsGroup where there is one. */
  private void groupWritable(Path directory) throws IOException {
    Files.createDirectories(directory);
    Program.shell("chmod 0777 \"$1\"", directory);
    if (identity().fsGroup().isPresent()) {
      long group = identity().fsGroup().getAsLong();
      Program.shell("chgrp \"$2\" \"$1\"; chmod g+s \"$1\"", directory, group);
    }
  }

  private static String resultPath(String step, String result) {
    return "/tekton/steps/step-" + step + "/results/" + result;
  }

  /** A result that is missing stays literal here too, and is compared as such. */
  private static boolean holds(
      JsonNode when, Params params, Map<String, String> known, Map<String, String> stepResults) {
    for (JsonNode one : when.values()) {
      String input =
          Variables.replace(
              Variables.replace(params.replace(text(one, "input")), known), stepResults);
      boolean in = stream(one.path("values")).anyMatch(value -> value.asString("").equals(input));
      if (in != text(one, "operator").equals("in")) {
        return false;
      }
    }
    return true;
  }
}
