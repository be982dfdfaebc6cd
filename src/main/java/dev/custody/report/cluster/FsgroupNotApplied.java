package dev.custody.report.cluster;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pod asks for an fsGroup, and the process of its step does not have that group. */
final class FsgroupNotApplied {
  private FsgroupNotApplied() {}

  /**
   * The finding, if a task shows it.
   *
   * @param tasks of the run: for those that were refused it explains, else it warns
   */
  static List<ClusterFinding> of(List<Setting> settings, List<RunTask> tasks) {
    List<String> lacking = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.name() == Setting.Name.FS_GROUP) {
        for (Setting.Cell cell : setting.cells()) {
          if (cell.arrival() == Setting.Arrival.NOT_ARRIVED) {
            lacking.add(cell.task());
            evidence.add(
                cell.task()
                    + ": its pod asks for fsGroup "
                    + cell.specified()
                    + ", its process has "
                    + cell.observed());
          }
        }
      }
    }
    if (lacking.isEmpty()) {
      return List.of();
    }
    boolean explains = tasks.stream().anyMatch(t -> t.wasRefused() && lacking.contains(t.name()));
    return List.of(
        new ClusterFinding(
            lacking,
            new Finding(
                CauseId.FSGROUP_NOT_APPLIED,
                explains ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
                explains ? Confidence.HIGH : Confidence.CERTAIN,
                "the pod asks for an fsGroup that its process does not have",
                evidence,
                List.of(),
                "find what drops the group between kubelet and process: a container runtime or"
                    + " user namespace that does not set supplementary groups, a step that runs"
                    + " setpriv or sudo, a sandboxed runtime",
                "in a step of the task: grep Groups /proc/self/status"),
            Set.of()));
  }
}
