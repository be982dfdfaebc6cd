package dev.custody.report.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A step that was ended from outside, which explains an archive that was never finished.
 *
 * @param why such as {@code OOMKilled (exit code 137)}
 */
public record KilledStep(
    String task, String step, @JsonIgnore String pod, @Nullable Instant at, String why) {
  static List<KilledStep> of(List<RunTask> tasks) {
    List<KilledStep> killed = new ArrayList<>();
    for (RunTask task : tasks) {
      for (Pod pod : task.pods()) {
        List<Pod.Container> ended = containers(pod);
        if (isEvicted(pod) && !ended.isEmpty()) {
          killed.add(
              new KilledStep(
                  task.name(),
                  steps(ended),
                  pod.name(),
                  ended.getFirst().run().finished(),
                  Objects.requireNonNull(why(pod, ended.getFirst().run()))));
        } else {
          ended.forEach(c ->
              killed.add(
                  new KilledStep(
                      task.name(),
                      c.run().step(),
                      pod.name(),
                      c.run().finished(),
                      Objects.requireNonNull(why(pod, c.run())))));
        }
      }
    }
    return killed;
  }

  /** The containers of a pod that were ended from outside, without those that prepare it. */
  static List<Pod.Container> containers(Pod pod) {
    return pod.containers().stream()
        .filter(c -> !Candidates.TEKTON.contains(c.name()) && why(pod, c.run()) != null)
        .toList();
  }

  /** An eviction ends all steps of a pod; only one of them was running. */
  static String steps(List<Pod.Container> ended) {
    return ended.stream().map(c -> c.run().step()).collect(Collectors.joining(" or "));
  }

  /** How a container was ended from outside; null where it ended by itself, or runs. */
  static @Nullable String why(Pod pod, ContainerRun run) {
    if (isEvicted(pod) && (run.exitCode() == null || run.exitCode() != 0)) {
      return "its pod was evicted";
    }
    if (!run.isKilled()) {
      return null;
    }
    return run.reason() == null || run.reason().equals("Error")
        ? "killed (exit code 137)"
        : run.reason() + " (exit code " + run.exitCode() + ")";
  }

  /** Whether kubelet evicted the pod; it leaves no times, and at times no container at all. */
  static boolean isEvicted(Pod pod) {
    return "Evicted".equals(pod.phase().reason());
  }

  /** In one sentence. */
  public String words() {
    return "step " + step + " of " + task + " was ended from outside: " + why;
  }
}
