package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterEvent;
import dev.custody.cluster.Pod;
import dev.custody.cluster.PodVolume;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The events of a dump that concern a run: its pods, its task runs, its claims, their nodes. */
final class RunEvents {
  private static final int MAX = 30;

  private RunEvents() {}

  static List<ClusterEvent> of(ClusterDump dump, List<RunTask> tasks) {
    Set<String> objects = new HashSet<>();
    for (RunTask task : tasks) {
      if (task.taskRun() != null) {
        objects.add("TaskRun " + task.taskRun().name());
      }
      for (Pod pod : task.pods()) {
        objects.add("Pod " + pod.name());
        objects.add("Node " + pod.node());
        pod.containers().stream()
            .flatMap(c -> c.mounts().stream())
            .map(Pod.Mount::volume)
            .forEach(v -> {
              if (v instanceof PodVolume.OfClaim claim) {
                objects.add("PersistentVolumeClaim " + claim.claim());
              }
            });
      }
    }
    return dump.events().stream()
        .filter(e -> objects.contains(e.kind() + " " + e.object()))
        .sorted(Comparator.comparing(ClusterEvent::at))
        .limit(MAX)
        .toList();
  }
}
