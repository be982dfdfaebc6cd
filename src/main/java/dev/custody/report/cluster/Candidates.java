package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.StoragePlace;
import dev.custody.linux.MlsRange;
import dev.custody.linux.SecurityLabel;
import dev.custody.report.cluster.Writer.Candidate;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LogStream;
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
  /** A candidate, where it is known to export to, and whether its pod is in the dump. */
  record Weighed(Candidate candidate, Exports.Target target, boolean podKnown) {}

  /** Containers of Tekton's own, which prepare a pod. */
  static final Set<String> TEKTON =
      Set.of("prepare", "place-scripts", "place-tools", "working-dir-initializer");

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * An exporter writes all the time; who lived longer after the last write was not cut off by it.
   */
  private static final Duration CUT_OFF = Duration.ofMinutes(2);

  /** A candidate that was ended from outside, and how. */
  record Killed(Candidate candidate, String why) {}

  /** Who could write there and ran then. */
  List<Weighed> candidates(WriteMoment moment) {
    List<Weighed> candidates = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      for (Pod.Container container : pod.containers()) {
        if (mounts(pod, container, true)
            && !TEKTON.contains(container.name())
            && !Exports.onlyReads(container)
            && !onlyLooked(pod.name(), container.run())
            && !pod.name().equals(moment.ownPod())) {
          ContainerRun run = PodTimes.of(dump, pod, container);
          if (run.overlaps(moment.from(), moment.until())) {
            candidates.add(weighed(pod, container, run, moment));
          }
        }
      }
    }
    candidates.addAll(new GonePods(dump, archive, this).candidates(moment));
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
                elsewhere(pod.namespace()),
                task(pod),
                Candidate.Kind.START,
                "start",
                pod.name(),
                since,
                first,
                sameLevel(pod, moment),
                null));
      }
    }
    return starting;
  }

  /** The record that shows a process of the pod with the level that the archive got. */
  private @Nullable String sameLevel(Pod pod, WriteMoment moment) {
    MlsRange level = SecurityLabel.selinux(moment.label()).map(SecurityLabel::range).orElse(null);
    return level == null
        ? null
        : tasks.stream()
            .flatMap(t -> t.observed().stream())
            .filter(o -> pod.name().equals(o.step().pod().name()) && level.equals(o.level()))
            .map(o -> "its process in " + o.task() + " runs with the level " + level)
            .findFirst()
            .orElse(null);
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

  boolean onlyLooked(String pod, ContainerRun run) {
    return tasks.stream()
        .flatMap(t -> t.observed().stream())
        .anyMatch(o -> pod.equals(o.step().pod().name()) && run.step().equals(o.step().step()));
  }

  private Weighed weighed(Pod pod, Pod.Container container, ContainerRun run, WriteMoment moment) {
    return weighed(
        new Candidate(
            pod.owner().pipelineRun(),
            elsewhere(pod.namespace()),
            task(pod),
            pod.owner().taskRun() == null && !container.name().startsWith("step-")
                ? Candidate.Kind.CONTAINER
                : Candidate.Kind.STEP,
            run.step(),
            pod.name(),
            run.started(),
            run.finished(),
            null,
            null),
        pod,
        container,
        moment);
  }

  /**
   * Adds what its command line and its log say about it.
   *
   * @param pod null where it is gone
   */
  Weighed weighed(
      Candidate candidate,
      @Nullable Pod pod,
      Pod.@Nullable Container container,
      WriteMoment moment) {
    Exports exports = new Exports(dump, archive, logs);
    LogStream stream = new LogStream(candidate.pod(), candidate.task(), candidate.step());
    Exports.Target target = exports.target(pod, container, stream);
    String line = exports.line(stream, moment.digests());
    boolean wrote = line != null && target == Exports.Target.THIS_ARCHIVE;
    return new Weighed(
        candidate.with(wrote ? line : null, wrote ? null : line), target, pod != null);
  }

  /** A namespace that is not the run's own; null where it is, or that is not known. */
  @Nullable String elsewhere(String namespace) {
    return tasks.stream()
            .map(RunTask::namespace)
            .allMatch(own -> own == null || own.equals(namespace))
        ? null
        : namespace;
  }

  private static String task(Pod pod) {
    if (pod.owner().task() != null) {
      return pod.owner().task();
    }
    return pod.owner().controller() == null ? "pod " + pod.name() : pod.owner().controller();
  }

  /** Whether it ran when the archive was written, and ended soon after, as one that was cut off. */
  private static boolean endedAround(ContainerRun run, WriteMoment moment) {
    return run.overlaps(moment.from(), moment.until())
        && (run.finished() == null || !run.finished().isAfter(moment.until().plus(CUT_OFF)));
  }

  /** Steps that could write there and were ended from outside: their export was never finished. */
  List<Killed> killed(WriteMoment moment) {
    List<Killed> killed = new ArrayList<>();
    for (Pod pod : dump.pods()) {
      List<Pod.Container> ended =
          KilledStep.containers(pod).stream()
              .filter(c -> mounts(pod, c, true) && endedAround(PodTimes.of(dump, pod, c), moment))
              .toList();
      for (Pod.Container container : ended) {
        Candidate one =
            weighed(pod, container, PodTimes.of(dump, pod, container), moment).candidate();
        String why = Objects.requireNonNull(KilledStep.why(pod, container.run()));
        if (KilledStep.isEvicted(pod)) {
          killed.add(new Killed(one.inStep(KilledStep.steps(ended)), why));
          break;
        }
        killed.add(new Killed(one, why));
      }
    }
    return killed;
  }
}
