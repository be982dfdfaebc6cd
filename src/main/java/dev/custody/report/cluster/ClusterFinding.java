package dev.custody.report.cluster;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.Set;

/**
 * A cause that only the cluster's settings beside the records can show, and the tasks it met.
 *
 * @param supersedes causes that the records alone suggest for those tasks, and that this excludes
 */
public record ClusterFinding(List<String> tasks, Finding finding, Set<CauseId> supersedes) {
  public ClusterFinding {
    tasks = List.copyOf(tasks);
    supersedes = Set.copyOf(supersedes);
  }
}
