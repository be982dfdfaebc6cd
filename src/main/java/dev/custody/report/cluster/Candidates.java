package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.TaskRun;
import dev.custody.report.cluster.Writer.Candidate;
import dev.custody.report.log.LogEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers that mounted an archive's volume, or the directory it lies in, and ran at a
 * moment.
 *
 * @param archive where it really lies
 * @param tasks of its run, of which those steps are no candidates that took a record
 */
record Candidates(ClusterDump dump, StoragePlace archive, List<RunTask> tasks, LogEvidence logs) {
  /** Containers of Tekton's own, which prepare a pod. */
  private static final Set<String> TEKTON =
      Set.of("prepare", "place-scripts", "place-tools", "working-dir-initializer");

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A candidate that was ended from outside, and how. */
  record Killed(Candidate candidate, String why) {}

  /** Who could write there and ran then. */
  List<Candidate> candidates(WriteMoment moment) {
    List<Candidate> candidates = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      for (Pod.Container container : pod.containers()) {
        if (mounts(pod, container, true)
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
  List<Candidate> starters(WriteMoment moment) {
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
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private boolean mounts(Pod pod, Pod.Container container, boolean forWriting) {
    return container.mounts().stream()
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

  /** Steps that could write there and were ended from outside: their export was never finished. */
  List<Killed> killed(WriteMoment moment) {
    List<Killed> killed = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      for (Pod.Container container : pod.containers()) {
        ContainerRun run = timed(pod, container);
        String why = KilledStep.why(pod, container.run());
        if (why != null
            && mounts(pod, container, true)
            && run.overlaps(moment.from(), moment.until())) {
          killed.add(new Killed(candidate(pod, run, moment), why));
        }
      }
    }
    return killed;
  }
}
