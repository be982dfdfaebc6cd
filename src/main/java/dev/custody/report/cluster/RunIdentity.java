package dev.custody.report.cluster;

import dev.custody.cluster.TaskRun;
import org.jspecify.annotations.Nullable;

/** Which PipelineRun records belong to; all parts are null where the steps did not say. */
public record RunIdentity(@Nullable String namespace, @Nullable String name, @Nullable String uid) {
  /** Whether a task run belongs to it. */
  boolean owns(TaskRun taskRun) {
    if (uid != null && taskRun.pipelineRunUid() != null) {
      return uid.equals(taskRun.pipelineRunUid());
    }
    return name != null
        && name.equals(taskRun.pipelineRun())
        && (namespace == null || namespace.equals(taskRun.namespace()));
  }
}
