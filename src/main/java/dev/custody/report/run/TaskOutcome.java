package dev.custody.report.run;

import dev.custody.cluster.PushedName;
import dev.custody.cluster.TaskResult;
import dev.custody.cluster.TaskRun;
import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseName;
import dev.custody.report.cluster.UnrecordedTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task returned, as Tekton knows it, whether or not its pod left a record.
 *
 * @param values {@code status}, {@code reason} and the task's results by name; one that Tekton left
 *     unresolved is not there
 */
public record TaskOutcome(String task, Map<String, String> values) {
  /** Longer values are no word, digest or compact record. */
  private static final int LONGEST = 4096;

  private static final String FAILED = "Failed";

  /** Tekton's own words on the end; only a dump has them. */
  private static final String MESSAGE = "message";

  /**
   * Steps of tekton-tasks after the push, and the name under which a task hands on their verdict.
   */
  private static final Map<String, TaskResult> CONFIRMING =
      Map.of("confirm", TaskResult.PUSH_VERDICT, "confirm-tag", TaskResult.TAG_VERDICT);

  public TaskOutcome {
    values = Map.copyOf(values);
  }

  /**
   * Gathers values by task, in the order in which the tasks come.
   *
   * @param given {@code TASK.NAME=VALUE} each
   * @throws IllegalArgumentException with a sentence for one that is not of that form
   */
  public static List<TaskOutcome> parse(List<String> given) {
    Map<String, Map<String, String>> tasks = new LinkedHashMap<>();
    for (String one : given) {
      int dot = one.indexOf('.');
      int equals = one.indexOf('=');
      if (dot < 1 || equals < dot + 2) {
        throw new IllegalArgumentException(
            "--task-result wants TASK.NAME=VALUE, such as push.VERDICT=fail");
      }
      Map<String, String> values =
          tasks.computeIfAbsent(one.substring(0, dot), _ -> new LinkedHashMap<>());
      String value = one.substring(equals + 1).strip();
      boolean unresolved = value.startsWith("$(") && value.endsWith(")");
      if (!unresolved && !value.isEmpty() && value.length() <= LONGEST) {
        values.put(one.substring(dot + 1, equals), value);
      }
    }
    List<TaskOutcome> outcomes = new ArrayList<>();
    tasks.forEach((task, values) -> outcomes.add(new TaskOutcome(task, values)));
    return outcomes;
  }

  /** What the cluster knows: the last attempt counts, as Tekton lets it count. */
  static TaskOutcome of(TaskRun taskRun) {
    Map<String, String> values = new HashMap<>(taskRun.results());
    for (TaskRun.StepResult result : taskRun.lastAttempt().results()) {
      TaskResult handedOn = CONFIRMING.get(result.step());
      TaskResult name = TaskResult.named(result.name());
      if (handedOn != null && name == TaskResult.VERDICT) {
        values.putIfAbsent(handedOn.name(), result.value());
      } else if (name == TaskResult.PUSHED_DIGEST) {
        values.putIfAbsent(name.name(), result.value());
      }
    }
    Boolean succeeded = taskRun.condition().succeeded();
    if (succeeded != null) {
      values.put("status", succeeded ? "Succeeded" : FAILED);
      if (taskRun.condition().reason() != null) {
        values.put("reason", taskRun.condition().reason());
      }
      String message = taskRun.condition().message();
      // Of a step that ended badly it says no more than the exit code.
      if (!succeeded && message != null && !taskRun.condition().tellsExitCode()) {
        values.put(MESSAGE, message.strip());
      }
    }
    return new TaskOutcome(taskRun.displayName(), values);
  }

  /** One verdict that it returned; null without. */
  @Nullable VerdictWord word(TaskResult name) {
    return VerdictWord.of(value(name));
  }

  /** One of its results; null where it did not return it. */
  @Nullable String value(TaskResult name) {
    return values.get(name.name());
  }

  /** The compact record that it returned; null without. */
  public @Nullable String record() {
    return value(TaskResult.RECORD);
  }

  /**
   * The worst verdict that it returned, of the look before the push and of what the registry held;
   * null without any.
   */
  public @Nullable VerdictWord verdict() {
    return VerdictWord.worst(
        Stream.of(TaskResult.VERDICT, TaskResult.PUSH_VERDICT, TaskResult.TAG_VERDICT)
            .map(this::word)
            .filter(Objects::nonNull)
            .toList());
  }

  /** Whether it ended badly; a task that was not started did not. */
  public boolean failed() {
    return FAILED.equals(values.get("status"));
  }

  /** That its verdict is no pass: {@code push says fail in its results (SAME_NAME)}. */
  String verdictSentence() {
    CauseName cause = CauseName.parse(value(TaskResult.CAUSE));
    return task
        + " says "
        + value(TaskResult.VERDICT)
        + " in its results"
        + (cause == null ? "" : " (" + cause + ")");
  }

  /** How it ended after a look that found nothing wrong, in one sentence. */
  String failureSentence() {
    String message = values.getOrDefault(MESSAGE, "");
    return task
        + " failed"
        + because()
        + " after its look at the archive"
        + (message.isEmpty() ? "" : "; " + UnrecordedTask.tektonSays(message));
  }

  /** Whether its registry is known to hold the recorded image, under its tag too. */
  boolean confirmed() {
    return word(TaskResult.PUSH_VERDICT) == VerdictWord.PASS
        && word(TaskResult.TAG_VERDICT) == VerdictWord.PASS;
  }

  /** Why it ended so, in brackets; empty where nobody says more than that it did. */
  String because() {
    String reason = values.getOrDefault("reason", "");
    return reason.isEmpty() || reason.equals("None") || reason.equals(values.get("status"))
        ? ""
        : " (" + reason + ")";
  }

  /** All of it in one line: {@code Failed (StepFailed), CAUSE=MODE_DENIES, VERDICT=unknown}. */
  public String sentence() {
    String status = values.getOrDefault("status", "status not known");
    StringBuilder line = new StringBuilder(status.equals("None") ? "did not run" : status);
    line.append(because());
    values.keySet().stream()
        .filter(name ->
            !List.of("status", "reason", MESSAGE, TaskResult.RECORD.name(), PushedName.RESULT)
                .contains(name))
        .sorted()
        .forEach(name -> line.append(", ").append(name).append('=').append(values.get(name)));
    return line.toString();
  }
}
