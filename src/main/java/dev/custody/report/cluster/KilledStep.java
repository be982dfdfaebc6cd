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
        boolean evicted = "Evicted".equals(pod.phase().reason());
        for (Pod.Container container : pod.containers()) {
          ContainerRun run = container.run();
          if (run.isKilled() || (evicted && run.exitCode() != null && run.exitCode() != 0)) {
            killed.add(
                new KilledStep(
                    task.name(),
                    run.step(),
                    run.finished(),
                    evicted
                        ? "its pod was evicted"
                        : run.reason() == null || run.reason().equals("Error")
                            ? "killed (exit code 137)"
                            : run.reason() + " (exit code " + run.exitCode() + ")"));
          }
        }
      }
    }
    return killed;
  }

  /** In one sentence. */
  public String words() {
    return "step " + step + " of " + task + " was ended from outside: " + why;
  }
}
