package dev.custody.report.cluster;

import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that was ended from outside, which explains an archive that was never finished.
 *
 * @param why such as {@code OOMKilled (exit code 137)}
 */
public record KilledStep(String task, String step, @Nullable Instant at, String why) {
  static List<KilledStep> of(List<RunTask> tasks) {
    List<KilledStep> killed = new ArrayList<>();
    for (RunTask task : tasks) {
      for (Pod pod : task.pods()) {
        for (Pod.Container container : pod.containers()) {
          ContainerRun run = container.run();
          String why = why(pod, run);
          if (why != null) {
            killed.add(new KilledStep(task.name(), run.step(), run.finished(), why));
          }
        }
      }
    }
    return killed;
  }

  /** How a container was ended from outside; null where it ended by itself, or runs. */
  static @Nullable String why(Pod pod, ContainerRun run) {
    if ("Evicted".equals(pod.phase().reason()) && run.exitCode() != null && run.exitCode() != 0) {
      return "its pod was evicted";
    }
    if (!run.isKilled()) {
      return null;
    }
    return run.reason() == null || run.reason().equals("Error")
        ? "killed (exit code 137)"
        : run.reason() + " (exit code " + run.exitCode() + ")";
  }

  /** In one sentence. */
  public String words() {
    return "step " + step + " of " + task + " was ended from outside: " + why;
  }
}
