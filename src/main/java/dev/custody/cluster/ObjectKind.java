package dev.custody.cluster;

import org.jspecify.annotations.Nullable;

/** The kinds of object that the evidence needs. */
public enum ObjectKind {
  PIPELINE_RUN("PipelineRun", "pipelineruns"),
  TASK_RUN("TaskRun", "taskruns"),
  POD("Pod", "pods"),
  CLAIM("PersistentVolumeClaim", "pvc"),
  VOLUME("PersistentVolume", "pv"),
  EVENT("Event", "events");

  private final String kind;
  private final String resource;

  ObjectKind(String kind, String resource) {
    this.kind = kind;
    this.resource = resource;
  }

  /** As kubectl is asked for it: {@code pods}. */
  public String resource() {
    return resource;
  }

  /** The kind of that name in an object's {@code kind} field; null for any other. */
  static @Nullable ObjectKind named(@Nullable String kind) {
    for (ObjectKind one : values()) {
      if (one.kind.equals(kind)) {
        return one;
      }
    }
    return null;
  }
}
