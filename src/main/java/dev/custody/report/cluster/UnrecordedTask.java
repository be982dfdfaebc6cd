package dev.custody.report.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.custody.cluster.Condition;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.TaskResult;
import dev.custody.cluster.TaskResult.Kind;
import dev.custody.cluster.TaskRun;
import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.CauseName;
import dev.custody.report.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task of the run that left no record, with what the cluster knows about it.
 *
 * @param text what became of it, in one sentence
 * @param failed whether it ended badly
 * @param finished false where it still runs, or nobody knows
 * @param open whether it ended badly and should have looked at the archive, or may have had to
 * @param verdict the worst that its results or its steps' say; null where they say none
 * @param cause that its results name; null where they name none
 * @param digest of the manifest that its verify step saw; null where it says none
 * @param remedy against what its cause and the pods show together; null where they show nothing
 * @param missing the record that would settle what is open; empty where none would
 */
public record UnrecordedTask(
    String task,
    String text,
    boolean failed,
    @JsonIgnore boolean finished,
    @JsonIgnore boolean open,
    @Nullable VerdictWord verdict,
    @Nullable CauseName cause,
    @Nullable String digest,
    @Nullable String remedy,
    String missing) {
  private static final Comparator<Map.Entry<String, String>> VERDICTS_FIRST =
      Comparator.comparing(
              (Map.Entry<String, String> r) -> !TaskResult.is(r.getKey(), Kind.VERDICT))
          .thenComparing(Map.Entry::getKey);

  /** Characters of Tekton's message that a sentence has room for. */
  private static final int LONGEST_MESSAGE = 300;

  /** Steps of tekton-tasks that take a record. */
  private static final Set<String> RECORDING = Set.of("record", "verify", "confirm");

  /**
   * Puts it together.
   *
   * @param baseline the task whose image the others are compared with; null where no record knows
   *     an image
   */
  static UnrecordedTask of(RunTask task, @Nullable Baseline baseline) {
    Set<String> parts = new LinkedHashSet<>();
    outcome(task, parts);
    List<TaskRun.StepResult> results = results(task);
    for (TaskRun.StepResult result : results) {
      if (saysMore(result)) {
        parts.add(
            (result.step().isEmpty() ? "its" : "step " + result.step() + ":")
                + " result "
                + result.name()
                + " is "
                + result.value());
      }
    }
    TaskRun taskRun = task.taskRun();
    if (taskRun != null && taskRun.attempts().size() > 1) {
      parts.add(taskRun.attempts().size() + " attempts");
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
    CauseName cause = CauseName.parse(named(results, TaskResult.CAUSE));
    boolean failed = Boolean.FALSE.equals(task.succeeded());
    return new UnrecordedTask(
        task.name(),
        parts.isEmpty() ? "nothing is known about it" : String.join("; ", parts),
        failed,
        task.succeeded() != null,
        failed && (task.steps().isEmpty() || !results.isEmpty() || !missing(task).isEmpty()),
        worst(results),
        cause,
        named(results, TaskResult.MANIFEST_DIGEST),
        failed && cause != null ? DeniedRemedy.of(cause, task, baseline) : null,
        missing(task));
  }

  /** Tekton's own words on a task's end, as far as a sentence has room for them. */
  public static String tektonSays(String message) {
    return "Tekton says: " + Printable.shortened(message.strip(), LONGEST_MESSAGE);
  }

  private static void outcome(RunTask task, Set<String> parts) {
    TaskRun taskRun = task.taskRun();
    Boolean succeeded = task.succeeded();
    String reason = taskRun == null ? null : taskRun.condition().reason();
    if (succeeded != null || taskRun != null) {
      parts.add(
          succeeded == null
              ? "has not finished"
              : succeeded ? "succeeded" : "failed" + (reason == null ? "" : " (" + reason + ")"));
    }
    Map<String, List<String>> endings = new LinkedHashMap<>();
    task.steps().stream()
        .filter(s -> s.exitCode() != null && s.exitCode() != 0 && !s.isSkipped())
        .forEach(s ->
            endings
                .computeIfAbsent(
                    " ended with exit code "
                        + s.exitCode()
                        + (s.reason() == null || s.reason().equals("Error")
                            ? ""
                            : " (" + s.reason() + ")"),
                    _ -> new ArrayList<>())
                .add(s.step()));
    endings.forEach((ending, steps) ->
        parts.add((steps.size() == 1 ? "step " : "steps ") + String.join(", ", steps) + ending));
    Condition end = taskRun == null ? null : taskRun.condition();
    if (end != null
        && Boolean.FALSE.equals(succeeded)
        && end.message() != null
        && !end.message().isBlank()
        && (endings.isEmpty() || !end.tellsExitCode())) {
      parts.add(tektonSays(end.message()));
    }
  }

  /** The task's results, then those of its steps that it does not hand on. */
  private static List<TaskRun.StepResult> results(RunTask task) {
    List<TaskRun.StepResult> results = new ArrayList<>();
    TaskRun taskRun = task.taskRun();
    if (taskRun != null) {
      taskRun.results().entrySet().stream()
          .sorted(VERDICTS_FIRST)
          .forEach(r -> results.add(new TaskRun.StepResult("", r.getKey(), r.getValue())));
      for (TaskRun.StepResult own : taskRun.lastAttempt().results()) {
        if (results.stream()
            .noneMatch(r ->
                r.step().isEmpty()
                    && r.value().equals(own.value())
                    && TaskResult.handsOn(r.name(), own.name()))) {
          results.add(own);
        }
      }
    }
    return results;
  }

  /** A verdict or a cause. Under other names they decide nothing, but are told too. */
  private static boolean saysMore(TaskRun.StepResult result) {
    return TaskResult.is(result.name(), Kind.VERDICT)
        || TaskResult.is(result.name(), Kind.CAUSE)
        || VerdictWord.of(result.value()) != null
        || CauseId.parse(result.value()) != null;
  }

  private static @Nullable String named(List<TaskRun.StepResult> results, TaskResult name) {
    return results.stream()
        .filter(r -> r.name().equals(name.name()))
        .map(TaskRun.StepResult::value)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable VerdictWord worst(List<TaskRun.StepResult> results) {
    return VerdictWord.worst(
        results.stream()
            .filter(r -> TaskResult.is(r.name(), Kind.VERDICT))
            .map(r -> VerdictWord.of(r.value()))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Whether its verdict is a pass, and of the image with this digest. */
  public boolean passed(@Nullable String recorded) {
    return !failed
        && verdict == VerdictWord.PASS
        && digest != null
        && Objects.equals(digest, recorded);
  }

  private static String missing(RunTask task) {
    for (ContainerRun step : task.steps()) {
      if (RECORDING.contains(step.step())) {
        return task.succeeded() == null
            ? "the record of step "
                + step.step()
                + " of "
                + task.name()
                + ", which has not finished"
            : "the record that step "
                + step.step()
                + " of "
                + task.name()
                + " printed as the last line of its log, or left on the volume";
      }
    }
    return "";
  }
}
