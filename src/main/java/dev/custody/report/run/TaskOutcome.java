package dev.custody.report.run;

import dev.custody.gate.VerdictWord;
import java.util.ArrayList;
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

  private static final String RECORD = "RECORD";

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

  /** The compact record that it returned; null without. */
  public @Nullable String record() {
    return values.get(RECORD);
  }

  /**
   * The worst verdict that it returned, of the look before the push and of what the registry held;
   * null without any.
   */
  public @Nullable VerdictWord verdict() {
    return VerdictWord.worst(
        Stream.of("VERDICT", "PUSH_VERDICT", "TAG_VERDICT")
            .map(name -> VerdictWord.of(values.get(name)))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Whether it ended badly; a task that was not started did not. */
  public boolean failed() {
    return "Failed".equals(values.get("status"));
  }

  /** All of it in one line: {@code Failed (StepFailed), CAUSE=MODE_DENIES, VERDICT=unknown}. */
  public String sentence() {
    String status = values.getOrDefault("status", "status not known");
    String reason = values.getOrDefault("reason", "");
    StringBuilder line = new StringBuilder(status.equals("None") ? "did not run" : status);
    if (!reason.isEmpty() && !reason.equals("None") && !reason.equals(status)) {
      line.append(" (").append(reason).append(')');
    }
    values.keySet().stream()
        .filter(name -> !List.of("status", "reason", RECORD).contains(name))
        .sorted()
        .forEach(name -> line.append(", ").append(name).append('=').append(values.get(name)));
    return line.toString();
  }
}
