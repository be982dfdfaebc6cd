package dev.custody.report.run;

import dev.custody.cluster.TaskRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The compact records in a task run's results, and in those of its steps. */
final class ResultRecords {
  private ResultRecords() {}

  /**
   * Each record once, with where it was found: of a step's only what the task does not hand on.
   *
   * @param dump what messages call the dump
   */
  static Map<String, String> of(TaskRun taskRun, String dump) {
    Map<String, String> sources = new LinkedHashMap<>();
    String of = " of TaskRun " + taskRun.name();
    new TreeMap<>(taskRun.results())
        .forEach((name, value) -> sources.putIfAbsent(value, dump + ", result " + name + of));
    for (TaskRun.Attempt attempt : taskRun.attempts()) {
      for (TaskRun.StepResult result : attempt.results()) {
        sources.putIfAbsent(
            result.value(), dump + ", result " + result.name() + " of step " + result.step() + of);
      }
    }
    sources.keySet().removeIf(json -> !json.startsWith("{"));
    return sources;
  }
}
