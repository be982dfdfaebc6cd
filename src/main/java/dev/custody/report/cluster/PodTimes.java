package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.TaskRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a container's step really ran, from the pod and from the TaskRun that ran in it. */
final class PodTimes {
  private PodTimes() {}

  /**
   * The container's run: with the times of its step, since Tekton starts all containers of a pod at
   * once; where kubelet evicted the pod and left no times, with those of pod and TaskRun.
   */
  static ContainerRun of(ClusterDump dump, Pod pod, Pod.Container container) {
    ContainerRun own = container.run();
    Instant end = null;
    for (TaskRun taskRun : dump.taskRuns()) {
      for (TaskRun.Attempt attempt : taskRun.attempts()) {
        if (pod.name().equals(attempt.pod()) && taskRun.namespace().equals(pod.namespace())) {
          ContainerRun step = step(attempt, container.name());
          if (step != null && step.started() != null) {
            return step;
          }
          end = taskRun.finished();
        }
      }
    }
    return own.started() == null && KilledStep.isEvicted(pod)
        ? new ContainerRun(own.container(), pod.phase().since(), end, own.exitCode(), own.reason())
        : own;
  }

  private static @Nullable ContainerRun step(TaskRun.Attempt attempt, String container) {
    return attempt.steps().stream()
        .filter(step -> step.container().equals(container))
        .findFirst()
        .orElse(null);
  }
}
