package dev.custody.report.cluster;

import dev.custody.cluster.Pod;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.record.CauseId;
import dev.custody.record.CauseName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to do for a task that was refused and left no record: from its cause and from its pod beside
 * that of the task that wrote the archive.
 */
final class DeniedRemedy {
  private DeniedRemedy() {}

  /**
   * One sentence; null where the cause is about something else, where the pods do not differ, and
   * where it is not known that the baseline's task wrote the very file that this task was refused.
   *
   * @param cause as its results name it
   */
  static @Nullable String of(CauseName cause, RunTask task, @Nullable Baseline baseline) {
    CauseId known = cause.known();
    return known != null
            && known.group() == CauseId.Group.ACCESS
            && baseline != null
            && baseline.wrote()
            && baseline.relation(task) == MountPair.Relation.SAME
        ? between(baseline.task(), task)
        : null;
  }

  private static @Nullable String between(RunTask writer, RunTask task) {
    Pod wrote = writer.pod();
    Pod pod = task.pod();
    if (wrote == null || pod == null) {
      return null;
    }
    Long group = pod.groups().fsGroup();
    Long expected = wrote.groups().fsGroup();
    String names = writer.name() + " and " + task.name();
    if (expected != null && !expected.equals(group)) {
      return "give "
          + names
          + " one fsGroup (podTemplate.securityContext.fsGroup, best for the whole run in"
          + " taskRunTemplate): "
          + writer.name()
          + " has "
          + expected
          + ", "
          + task.name()
          + " has "
          + (group == null ? "none" : group)
          + "; and let the file be group-readable after the export (`chmod g+r`)";
    }
    Long user = user(task);
    Long owner = user(writer);
    return expected != null && !Objects.equals(user, owner)
        ? "let the file be group-readable after the export (`chmod g+r`): "
            + names
            + " have the same fsGroup "
            + expected
            + ", but run as "
            + (owner == null ? "the image's user" : owner)
            + " and "
            + (user == null ? "the image's user" : user)
        : null;
  }

  private static @Nullable Long user(RunTask task) {
    Pod.Container container = task.container();
    return container == null ? null : container.security().runAsUser();
  }
}
