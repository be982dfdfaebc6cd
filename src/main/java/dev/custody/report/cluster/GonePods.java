package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.TaskRun;
import dev.custody.report.cluster.Writer.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps whose pod was deleted before the dump, whose times and claims are still known from the
 * TaskRun, but not whether a step mounted them for writing.
 */
record GonePods(ClusterDump dump, StoragePlace archive, Candidates candidates) {
  /** Those that could write there and ran then. */
  List<Candidates.Weighed> candidates(WriteMoment moment) {
    List<Candidates.Weighed> found = new ArrayList<>();
    for (TaskRun taskRun : dump.taskRuns()) {
      if (reaches(taskRun)) {
        for (TaskRun.Attempt attempt : taskRun.attempts()) {
          String pod = attempt.pod();
          if (pod != null
              && dump.pod(taskRun.namespace(), pod) == null
              && !pod.equals(moment.ownPod())) {
            attempt.steps().stream()
                .filter(s -> s.overlaps(moment.from(), moment.until()))
                .filter(s -> !candidates.onlyLooked(pod, s))
                .map(s -> candidates.weighed(candidate(taskRun, pod, s), null, null, moment))
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  private boolean reaches(TaskRun taskRun) {
    // Of a volume that lies on its node, the archive's own node is the only one that counts.
    return taskRun.workspaces().values().stream()
        .map(w -> dump.place(taskRun.namespace(), w.claim(), archive.node()).below(w.subPath()))
        .anyMatch(place -> place.covers(archive));
  }

  private Candidate candidate(TaskRun taskRun, String pod, ContainerRun step) {
    return new Candidate(
        taskRun.pipelineRun(),
        candidates.elsewhere(taskRun.namespace()),
        taskRun.displayName(),
        Candidate.Kind.STEP,
        step.step(),
        pod,
        step.started(),
        step.finished(),
        null,
        null);
  }
}
