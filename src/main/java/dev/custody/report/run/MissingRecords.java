package dev.custody.report.run;

import dev.custody.record.Step;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.UnrecordedTask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says which records are missing for more to be said. */
final class MissingRecords {
  private MissingRecords() {}

  /**
   * The sentences, the most telling first.
   *
   * @param cluster null where nothing was dumped of this run
   * @param noDump whether nothing was dumped at all
   */
  static List<String> of(
      RunGroups.Group group,
      List<JudgedRecord> observations,
      @Nullable ClusterSection cluster,
      boolean noDump) {
    List<String> missing = new ArrayList<>(ofCluster(observations, cluster, noDump));
    missing.addAll(ofTasks(observations, cluster));
    Set<String> compact = new LinkedHashSet<>();
    observations.stream().filter(o -> o.found().compact()).forEach(o -> compact.add(o.task()));
    if (!compact.isEmpty()) {
      missing.add(
          "the full record of "
              + String.join(", ", compact)
              + ": only its compact form is here, which has no groups, capabilities, mounts or"
              + " file labels");
    }
    if (group.uid() == null && observations.stream().noneMatch(o -> named(o.step()))) {
      missing.add(
          "the name of the run: the tasks set no variables that say which PipelineRun, task and"
              + " node a step belongs to, so records of different runs cannot be told apart");
    }
    return missing;
  }

  private static List<String> ofCluster(
      List<JudgedRecord> observations, @Nullable ClusterSection cluster, boolean noDump) {
    List<String> missing = new ArrayList<>();
    if (cluster == null && !noDump && observations.stream().anyMatch(o -> named(o.step()))) {
      missing.add(
          "objects of the cluster: the dump holds no TaskRun and no pod of this run, so the writer"
              + " is not known; dump them in the run's namespace:"
              + " `kubectl get pipelineruns,taskruns,pods,pvc,pv,events -o json`");
    }
    if (cluster != null) {
      cluster.unrecorded().stream()
          .map(UnrecordedTask::missing)
          .filter(m -> !m.isEmpty())
          .forEach(missing::add);
      if (!cluster.notKnown().isEmpty()) {
        String kinds = String.join(",", cluster.notKnown());
        missing.add(
            "objects of the cluster: the dump holds no "
                + kinds
                + "; dump them too: `kubectl get "
                + kinds
                + " -o json`");
      }
    }
    return missing;
  }

  private static List<String> ofTasks(
      List<JudgedRecord> observations, @Nullable ClusterSection cluster) {
    List<String> missing = new ArrayList<>();
    boolean known = observations.stream().anyMatch(JudgedRecord::baseline);
    if (!known) {
      missing.add(
          "a record of the image: none of these steps could read the archive; run custody record in"
              + " the build task, right after the export");
    }
    boolean verified =
        cluster != null && cluster.unrecorded().stream().anyMatch(u -> u.verdict() != null);
    if (observations.size() == 1 && !(known && verified)) {
      JudgedRecord only = observations.getFirst();
      missing.add(
          known
              ? "a record of a later task: run custody verify in each push task, before the push,"
                  + " and give the report both records, its own and that of "
                  + only.task()
              : "the record of the task that wrote the archive, to compare labels, groups and"
                  + " mounts with those of "
                  + only.task());
    }
    return missing;
  }

  private static boolean named(Step step) {
    return step.pipelineRun() != null || step.taskRun() != null;
  }
}
