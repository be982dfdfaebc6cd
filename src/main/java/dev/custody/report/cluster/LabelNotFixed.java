package dev.custody.report.cluster;

import dev.custody.cluster.Pod;
import dev.custody.cluster.SecurityContext;
import dev.custody.linux.MlsRange;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No pod of the run fixes an SELinux level, and each process ran with a different one. */
final class LabelNotFixed {
  private LabelNotFixed() {}

  static List<ClusterFinding> of(List<RunTask> tasks) {
    Map<MlsRange, List<String>> levels = levels(tasks);
    if (levels.size() < 2) {
      return List.of();
    }
    List<String> all = levels.values().stream().flatMap(List::stream).distinct().toList();
    List<String> evidence = new ArrayList<>();
    levels.forEach((level, names) ->
        evidence.add(
            String.join(", ", names)
                + ": no seLinuxOptions.level in the pod, level "
                + level
                + " in the process"));
    return List.of(
        new ClusterFinding(
            all,
            new Finding(
                CauseId.LABEL_NOT_FIXED,
                Finding.Kind.WARNING,
                Confidence.CERTAIN,
                "no pod fixes its SELinux level, so each got its own; the pod that starts last"
                    + " takes the volume from the others",
                evidence,
                List.of(),
                "give all pods of the run one level: an SCC with seLinuxContext MustRunAs, or"
                    + " podTemplate.securityContext.seLinuxOptions.level",
                "`kubectl get pods -o"
                    + " custom-columns=POD:.metadata.name,LEVEL:.spec.securityContext.seLinuxOptions.level`"),
            Set.of()));
  }

  /** The levels that processes got of which no pod asked for one, with the tasks of each. */
  private static Map<MlsRange, List<String>> levels(List<RunTask> tasks) {
    Map<MlsRange, List<String>> levels = new LinkedHashMap<>();
    for (RunTask task : tasks) {
      Pod.Container container = task.container();
      SecurityContext.SeLinux options = container == null ? null : container.security().seLinux();
      if (container == null || (options != null && options.level() != null)) {
        continue;
      }
      for (ObservedStep step : task.observed()) {
        MlsRange level = step.level();
        if (level != null) {
          List<String> of = levels.computeIfAbsent(level, _ -> new ArrayList<>());
          if (!of.contains(task.name())) {
            of.add(task.name());
          }
        }
      }
    }
    return levels;
  }
}
