package dev.custody.report.cluster;

import dev.custody.cluster.TaskRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a task ran and how it ended.
 *
 * @param outcome such as {@code failed (StepFailed)}
 */
public record TaskTime(
    String task,
    @Nullable String pod,
    @Nullable String node,
    @Nullable Instant from,
    @Nullable Instant until,
    String outcome) {
  static @Nullable TaskTime of(RunTask task) {
    TaskRun run = task.taskRun();
    if (run == null && task.pods().isEmpty()) {
      return null;
    }
    Boolean succeeded = task.succeeded();
    String reason = run == null ? null : run.condition().reason();
    return new TaskTime(
        task.name(),
        task.pod() == null ? null : task.pod().name(),
        task.pod() == null ? null : task.pod().node(),
        task.from(),
        // Kubernetes cuts the end to whole seconds, Tekton notes the beginning to the millisecond.
        later(task.from(), task.until()),
        (succeeded == null
                ? "not finished"
                : succeeded ? "succeeded" : "failed" + (reason == null ? "" : " (" + reason + ")"))
            + attempts(run));
  }

  private static String attempts(@Nullable TaskRun run) {
    return run == null || run.attempts().size() < 2
        ? ""
        : " after " + run.attempts().size() + " attempts";
  }

  private static @Nullable Instant later(@Nullable Instant from, @Nullable Instant until) {
    return from == null || until == null || until.isAfter(from) ? until : from;
  }
}
