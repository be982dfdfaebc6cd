package dev.custody.report.cluster;

import dev.custody.cluster.Pod;
import dev.custody.cluster.TaskRun;
import org.jspecify.annotations.Nullable;

/** Which PipelineRun records belong to; all parts are null where the steps did not say. */
public record RunIdentity(@Nullable String namespace, @Nullable String name, @Nullable String uid) {
  /** Whether a task run belongs to it. */
  boolean owns(TaskRun taskRun) {
    return owns(taskRun.namespace(), taskRun.pipelineRun(), taskRun.pipelineRunUid());
  }

  /** Whether a pod belongs to it. */
  boolean owns(Pod pod) {
    return owns(pod.namespace(), pod.owner().pipelineRun(), pod.owner().pipelineRunUid());
  }

  private boolean owns(String space, @Nullable String run, @Nullable String runUid) {
    if (uid != null && runUid != null) {
      return uid.equals(runUid);
    }
    return name != null && name.equals(run) && (namespace == null || namespace.equals(space));
  }
}
