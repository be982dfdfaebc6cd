package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.diagnosis.facts.MountPair.Relation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The task that recorded the image the others are compared with, and where its archive lies.
 *
 * @param archive its path; null where the records of the task do not know it
 * @param place of the archive; null where the task's pod or its mount is not known
 */
record Baseline(
    ClusterDump dump, RunTask task, @Nullable String archive, @Nullable ReachedPlace place) {
  /** The baseline of a run; null where no record knows an image. */
  static @Nullable Baseline of(ClusterDump dump, List<RunTask> tasks) {
    for (RunTask task : tasks) {
      if (task.isBaseline()) {
        return new Baseline(dump, task, path(task), task.reached(dump, null));
      }
    }
    return null;
  }

  private static @Nullable String path(RunTask task) {
    return task.observed().stream()
        .filter(ObservedStep::baseline)
        .map(ObservedStep::archive)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Where another task looks for the archive; null where its pod or its mount is not known. */
  @Nullable ReachedPlace placeOf(RunTask other) {
    return other.reached(dump, archive);
  }

  /** How the place where another task looks is related to this one; null where one is not known. */
  @Nullable Relation relation(RunTask other) {
    ReachedPlace there = placeOf(other);
    return place == null || there == null ? null : place.relation(there);
  }

  /** Whether the archive's file was last written while this task ran. */
  boolean wrote() {
    return task.observed().stream()
        .filter(ObservedStep::baseline)
        .map(ObservedStep::written)
        .anyMatch(at -> at != null && task.ranAt(at));
  }
}
