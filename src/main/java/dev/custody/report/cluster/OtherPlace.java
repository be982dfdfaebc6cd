package dev.custody.report.cluster;

import dev.custody.diagnosis.facts.MountPair.Relation;
import dev.custody.diagnosis.place.DifferentSubpath;
import dev.custody.diagnosis.place.DifferentVolume;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's pod mounts another claim, or another directory of it, than the task that recorded. */
final class OtherPlace {
  private OtherPlace() {}

  /** The tasks whose archive is known to lie elsewhere than the baseline's. */
  static List<RunTask> of(@Nullable Baseline baseline, List<RunTask> tasks) {
    return baseline == null
        ? List.of()
        : tasks.stream().filter(t -> cause(baseline.relation(t)) != null).toList();
  }

  /**
   * One finding for each task that looked elsewhere and did not find the recorded image. Of others
   * there is nothing to explain, and where one of the two places is not known nothing is said.
   */
  static List<ClusterFinding> findings(@Nullable Baseline baseline, List<RunTask> tasks) {
    List<ClusterFinding> findings = new ArrayList<>();
    for (RunTask task : of(baseline, tasks)) {
      if (task.missedTheImage()) {
        findings.add(finding(Objects.requireNonNull(baseline), task));
      }
    }
    return findings;
  }

  /** The cause that a relation proves, as {@link dev.custody.diagnosis.place} names it. */
  private static @Nullable CauseId cause(@Nullable Relation relation) {
    return relation == null ? null : relation.cause();
  }

  /** What records alone make of a file that is not there, or is another one. */
  private static Set<CauseId> superseded() {
    Set<CauseId> superseded = EnumSet.noneOf(CauseId.class);
    for (CauseId cause : CauseId.values()) {
      if (cause.supposesOnePlace()) {
        superseded.add(cause);
      }
    }
    superseded.add(CauseId.DIFFERENT_VOLUME);
    superseded.add(CauseId.DIFFERENT_SUBPATH);
    return superseded;
  }

  private static ClusterFinding finding(Baseline baseline, RunTask task) {
    CauseId cause = Objects.requireNonNull(cause(baseline.relation(task)));
    ReachedPlace before = Objects.requireNonNull(baseline.place());
    ReachedPlace now = Objects.requireNonNull(baseline.placeOf(task));
    boolean otherVolume = cause == CauseId.DIFFERENT_VOLUME;
    boolean sure = !otherVolume || (before.storageKnown() && now.storageKnown());
    return new ClusterFinding(
        List.of(task.name()),
        new Finding(
            cause,
            sure ? Confidence.CERTAIN : Confidence.HIGH,
            summary(otherVolume, before.volume(), now.volume(), baseline.task().name()),
            List.of(
                baseline.task().name() + ": " + before.words(), task.name() + ": " + now.words()),
            List.of(RuledOut.of(CauseId.REMOVED, "the archive was recorded in another place")),
            otherVolume ? DifferentVolume.REMEDY : DifferentSubpath.REMEDY,
            "kubectl get taskruns -o jsonpath='{range .items[*]}{.metadata.name}"
                + " {.spec.workspaces}{\"\\n\"}{end}'"),
        superseded());
  }

  private static String summary(boolean otherVolume, String before, String now, String recorder) {
    if (!otherVolume) {
      return "its pod mounts another directory of claim " + now + " than that of " + recorder;
    }
    return now.equals(before)
        ? "claim " + now + " shows its pod another node's disk than that of " + recorder
        : "its pod mounts claim " + now + ", that of " + recorder + " " + before;
  }
}
