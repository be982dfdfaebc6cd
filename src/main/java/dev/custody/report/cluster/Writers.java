package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.TaskRun;
import dev.custody.record.Finding.Confidence;
import dev.custody.report.cluster.Writer.Candidate;
import dev.custody.report.log.LogEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names who can have written the archive at a moment: containers that mounted its volume, or the
 * directory it lies in, for writing, and ran then.
 */
final class Writers {
  /** Containers of Tekton's own, which prepare a pod. */
  private static final Set<String> TEKTON =
      Set.of("prepare", "place-scripts", "place-tools", "working-dir-initializer");

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ClusterDump dump;
  private final @Nullable StoragePlace archive;
  private final List<RunTask> tasks;
  private final LogEvidence logs;

  /**
   * Asks about one archive.
   *
   * @param archive where it really lies; null where no task's mount tells
   * @param tasks of its run, of which those steps are no candidates that took a record
   */
  Writers(ClusterDump dump, @Nullable StoragePlace archive, List<RunTask> tasks, LogEvidence logs) {
    this.dump = dump;
    this.archive = archive;
    this.tasks = tasks;
    this.logs = logs;
  }

  Writer who(WriteMoment moment) {
    if (archive == null || dump.pods().isEmpty()) {
      return answer(
          moment,
          "not known: "
              + (dump.pods().isEmpty()
                  ? "no pod was dumped"
                  : "the pod that recorded the archive is not in the dump, so its volume is not"
                      + " known")
              + "; kubectl get taskruns,pods,pvc,pv -o json names the pods that mounted the claim",
          null,
          List.of());
    }
    List<Candidate> candidates =
        moment.kind() == WriteMoment.Kind.RELABELLED ? starters(moment) : List.of();
    if (candidates.isEmpty()) {
      candidates = candidates(moment);
    }
    List<Candidate> proven = candidates.stream().filter(c -> c.proof() != null).toList();
    if (proven.size() == 1) {
      return answer(
          moment,
          told(proven.getFirst())
              + " "
              + moment.kind().words()
              + (moment.label() == null
                  ? ": its log prints the digest that was found afterwards"
                  : ": the archive got the level of its process"),
          Confidence.CERTAIN,
          proven);
    }
    return switch (candidates.size()) {
      case 0 ->
          answer(
              moment,
              "no pod of the dump that can write there ran "
                  + when(moment)
                  + "; left are pods that were deleted since, other clusters on the same storage,"
                  + " and the node itself",
              null,
              List.of());
      case 1 ->
          answer(
              moment,
              moment.ownPod() != null
                  ? told(candidates.getFirst())
                      + " could write there while this run's own export did, "
                      + when(moment)
                      + ": two writers at once"
                  : told(candidates.getFirst())
                      + " "
                      + moment.kind().words()
                      + ": of all pods in the dump that can write there, only it ran "
                      + when(moment),
              moment.isExact() ? Confidence.HIGH : Confidence.MEDIUM,
              candidates);
      default ->
          answer(
              moment,
              "one of these "
                  + moment.kind().words()
                  + ", since all of them can write there and ran "
                  + when(moment)
                  + ": "
                  + candidates.stream()
                      .limit(5)
                      .map(Writers::told)
                      .collect(Collectors.joining("; "))
                  + (candidates.size() > 5 ? "; and " + (candidates.size() - 5) + " more" : ""),
              Confidence.MEDIUM,
              candidates);
    };
  }

  private List<Candidate> candidates(WriteMoment moment) {
    List<Candidate> candidates = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      for (Pod.Container container : pod.containers()) {
        if (canWrite(pod, container)
            && !TEKTON.contains(container.name())
            && !onlyLooked(pod, container)
            && !isExpected(pod, moment)) {
          ContainerRun run = timed(pod, container);
          if (run.overlaps(moment.from(), moment.until())) {
            candidates.add(candidate(pod, run, moment));
          }
        }
      }
    }
    return candidates;
  }

  /** The pods that were just starting: container runtime and kubelet relabel and chown then. */
  private List<Candidate> starters(WriteMoment moment) {
    List<Candidate> starting = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      Instant since = pod.phase().since();
      Instant first = firstStart(pod);
      if (since != null
          && pod.containers().stream().anyMatch(c -> mounts(pod, c, false))
          && !since.isAfter(moment.until())
          && (first == null || first.plus(SECOND.multipliedBy(2)).isAfter(moment.from()))) {
        starting.add(
            new Candidate(
                pod.owner().pipelineRun(),
                task(pod),
                "start",
                pod.name(),
                since,
                first,
                sameLevel(pod, moment)));
      }
    }
    return starting;
  }

  /** The record that shows a process of the pod with the level that the archive got. */
  private @Nullable String sameLevel(Pod pod, WriteMoment moment) {
    String level = level(moment.label());
    return level == null
        ? null
        : tasks.stream()
            .flatMap(t -> t.observed().stream())
            .filter(
                o -> pod.name().equals(o.step().pod()) && level.equals(level(o.process().label())))
            .map(o -> "its process in " + o.task() + " runs with the level " + level)
            .findFirst()
            .orElse(null);
  }

  private static @Nullable String level(@Nullable String label) {
    String[] parts = label == null ? new String[0] : label.split(":", 4);
    return parts.length == 4 ? parts[3] : null;
  }

  private static @Nullable Instant firstStart(Pod pod) {
    return pod.containers().stream()
        .map(c -> c.run().started())
        .filter(Objects::nonNull)
        .min(java.util.Comparator.naturalOrder())
        .orElse(null);
  }

  private boolean canWrite(Pod pod, Pod.Container container) {
    return mounts(pod, container, true);
  }

  private boolean mounts(Pod pod, Pod.Container container, boolean forWriting) {
    return archive != null
        && container.mounts().stream()
            .anyMatch(m -> !(forWriting && m.readOnly()) && dump.place(pod, m).covers(archive));
  }

  private boolean onlyLooked(Pod pod, Pod.Container container) {
    return tasks.stream()
        .flatMap(t -> t.observed().stream())
        .anyMatch(o ->
            pod.name().equals(o.step().pod()) && container.run().step().equals(o.step().step()));
  }

  private static boolean isExpected(Pod pod, WriteMoment moment) {
    return pod.name().equals(moment.ownPod());
  }

  /** When the step's own turn came: Tekton starts all containers of a pod at once. */
  private ContainerRun timed(Pod pod, Pod.Container container) {
    for (TaskRun taskRun : dump.taskRuns()) {
      for (TaskRun.Attempt attempt : taskRun.attempts()) {
        if (pod.name().equals(attempt.pod()) && taskRun.namespace().equals(pod.namespace())) {
          for (ContainerRun step : attempt.steps()) {
            if (step.container().equals(container.name())) {
              return step;
            }
          }
        }
      }
    }
    return container.run();
  }

  private Candidate candidate(Pod pod, ContainerRun run, WriteMoment moment) {
    return new Candidate(
        pod.owner().pipelineRun(),
        task(pod),
        run.step(),
        pod.name(),
        run.started(),
        run.finished(),
        proof(pod, run, moment));
  }

  private static String task(Pod pod) {
    return pod.owner().task() == null ? pod.name() : pod.owner().task();
  }

  private @Nullable String proof(Pod pod, ContainerRun run, WriteMoment moment) {
    return logs.digests().stream()
        .filter(d ->
            run.step().equals(d.stream().step())
                && (pod.name().equals(d.stream().pod()) || task(pod).equals(d.stream().task())))
        .filter(d -> d.digests().stream().anyMatch(moment.digests()::contains))
        .map(d -> d.source() + ": " + d.text())
        .findFirst()
        .orElse(null);
  }

  private static String told(Candidate candidate) {
    return (candidate.step().equals("start")
            ? "the start of the pod of "
            : "step " + candidate.step() + " of ")
        + candidate.task()
        + (candidate.run() == null ? "" : " in run " + candidate.run())
        + " (pod "
        + candidate.pod()
        + ")";
  }

  private static String when(WriteMoment moment) {
    return moment.isExact()
        ? "at " + moment.from()
        : "between " + moment.from() + " and " + moment.until();
  }

  private static Writer answer(
      WriteMoment moment,
      String answer,
      @Nullable Confidence confidence,
      List<Candidate> candidates) {
    return new Writer(moment.kind(), moment.from(), moment.until(), answer, confidence, candidates);
  }
}
