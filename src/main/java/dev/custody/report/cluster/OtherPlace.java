package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.StoragePlace;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task's pod mounts another claim, or another directory of it, than the one that recorded. */
final class OtherPlace {
  /** What records alone make of a file that is not there, or is another one. */
  private static final Set<CauseId> SUPERSEDED =
      Set.of(CauseId.REMOVED, CauseId.REPLACED, CauseId.NOT_YET_VISIBLE, CauseId.OTHER_RUN);

  private OtherPlace() {}

  /** The tasks whose archive lies elsewhere than the first recorded one. */
  static List<RunTask> of(ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    List<RunTask> elsewhere = new ArrayList<>();
    StoragePlace first = null;
    for (RunTask task : tasks) {
      StoragePlace place = task.observed().isEmpty() ? null : task.place(dump, archive);
      if (place != null && first == null) {
        first = place;
      } else if (place != null && !place.equals(first)) {
        elsewhere.add(task);
      }
    }
    return elsewhere;
  }

  static List<ClusterFinding> findings(
      ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    List<RunTask> observed = tasks.stream().filter(t -> !t.observed().isEmpty()).toList();
    List<ClusterFinding> findings = new ArrayList<>();
    for (RunTask task : of(dump, tasks, archive)) {
      RunTask first = observed.getFirst();
      String before = first.claim(archive);
      String now = task.claim(archive);
      boolean otherClaim = before != null && !before.equals(now);
      StoragePlace from = first.place(dump, archive);
      StoragePlace to = task.place(dump, archive);
      Set<CauseId> superseded = new java.util.HashSet<>(SUPERSEDED);
      superseded.add(otherClaim ? CauseId.DIFFERENT_SUBPATH : CauseId.DIFFERENT_VOLUME);
      findings.add(
          new ClusterFinding(
              List.of(task.name()),
              new Finding(
                  otherClaim ? CauseId.DIFFERENT_VOLUME : CauseId.DIFFERENT_SUBPATH,
                  Confidence.CERTAIN,
                  otherClaim
                      ? "its pod mounts claim " + now + ", that of " + first.name() + " " + before
                      : "its pod mounts another directory of claim "
                          + now
                          + " than that of "
                          + first.name(),
                  List.of(
                      first.name() + ": claim " + before + ", " + path(from),
                      task.name() + ": claim " + now + ", " + path(to)),
                  List.of(
                      RuledOut.of(CauseId.REMOVED, "the archive was recorded in another place")),
                  otherClaim
                      ? "bind the workspace of both tasks to the same claim"
                      : "give both tasks the same subPath; a PipelineRun subPath and a Pipeline"
                          + " subPath are appended",
                  "kubectl get taskruns -o jsonpath='{range .items[*]}{.metadata.name}"
                      + " {.spec.workspaces}{\"\\n\"}{end}'"),
              superseded));
    }
    return findings;
  }

  private static String path(@Nullable StoragePlace place) {
    return place == null ? "place not known" : place.path() + " on " + place.base();
  }
}
