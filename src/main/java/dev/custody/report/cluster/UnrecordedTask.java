package dev.custody.report.cluster;

import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task of the run of which there is no record, with what the cluster knows of it.
 *
 * @param text what became of it, in one sentence
 * @param failed whether it ended badly
 * @param cause that its results name; null where they name none
 * @param missing the record that would settle what is open; empty where none would
 */
public record UnrecordedTask(
    String task, String text, boolean failed, @Nullable String cause, String missing) {
  /** Steps of tekton-tasks that take a record. */
  private static final Set<String> RECORDING = Set.of("record", "verify", "confirm");

  static UnrecordedTask of(RunTask task) {
    TaskRun taskRun = task.taskRun();
    List<String> parts = new ArrayList<>();
    Boolean succeeded = task.succeeded();
    String reason = taskRun == null ? null : taskRun.condition().reason();
    if (succeeded != null || taskRun != null) {
      parts.add(
          succeeded == null
              ? "has not finished"
              : succeeded ? "succeeded" : "failed" + (reason == null ? "" : " (" + reason + ")"));
    }
    task.steps().stream()
        .filter(s -> s.exitCode() != null && s.exitCode() != 0 && !s.isSkipped())
        .forEach(s ->
            parts.add(
                "step "
                    + s.step()
                    + " ended with exit code "
                    + s.exitCode()
                    + (s.reason() == null || s.reason().equals("Error")
                        ? ""
                        : " (" + s.reason() + ")")));
    if (taskRun != null) {
      Map<String, String> results = taskRun.results();
      for (String name : List.of("VERDICT", "CAUSE")) {
        if (results.containsKey(name)) {
          parts.add("its result " + name + " is " + results.get(name));
        }
      }
      if (taskRun.attempts().size() > 1) {
        parts.add(taskRun.attempts().size() + " attempts");
      }
    }
    for (Pod pod : task.pods()) {
      if (pod.phase().reason() != null) {
        parts.add(
            "pod "
                + pod.name()
                + ": "
                + pod.phase().reason()
                + (pod.phase().message() == null ? "" : ", " + pod.phase().message()));
      }
    }
    return new UnrecordedTask(
        task.name(),
        parts.isEmpty() ? "nothing is known of it" : String.join("; ", parts),
        Boolean.FALSE.equals(succeeded),
        taskRun == null ? null : cause(taskRun.results()),
        missing(task));
  }

  private static @Nullable String cause(Map<String, String> results) {
    String cause = results.get("CAUSE");
    return cause == null || cause.equals("NONE") ? null : cause;
  }

  private static String missing(RunTask task) {
    for (ContainerRun step : task.steps()) {
      if (RECORDING.contains(step.step())) {
        return "the record that step "
            + step.step()
            + " of "
            + task.name()
            + " printed as the last line of its log, or left on the volume";
      }
    }
    return "";
  }
}
