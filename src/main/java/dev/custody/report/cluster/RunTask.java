package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.PodVolume;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.TaskRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One task of a run as both sides know it.
 *
 * @param taskRun null where it was not dumped
 * @param pods one for each attempt, by time
 * @param observed the records that it left
 */
public record RunTask(
    String name, @Nullable TaskRun taskRun, List<Pod> pods, List<ObservedStep> observed) {
  public RunTask {
    pods = List.copyOf(pods);
    observed = List.copyOf(observed);
  }

  /** The tasks of a run: those that left records and those that the cluster names, by time. */
  static List<RunTask> of(ClusterDump dump, RunIdentity run, List<ObservedStep> observed) {
    List<RunTask> tasks = new ArrayList<>();
    List<ObservedStep> left = new ArrayList<>(observed);
    for (TaskRun taskRun : dump.taskRuns()) {
      List<ObservedStep> own = left.stream().filter(o -> isOf(taskRun, o)).toList();
      if (own.isEmpty() && !run.owns(taskRun)) {
        continue;
      }
      left.removeAll(own);
      List<Pod> pods = dump.pods().stream().filter(taskRun::ranIn).sorted(BY_TIME).toList();
      tasks.add(new RunTask(taskRun.displayName(), taskRun, pods, own));
    }
    for (ObservedStep one : left) {
      Pod pod = dump.pod(one.step().pod().namespace(), one.step().pod().name());
      if (tasks.stream().noneMatch(t -> t.name().equals(one.task()) && t.taskRun() == null)) {
        List<ObservedStep> own = left.stream().filter(o -> o.task().equals(one.task())).toList();
        tasks.add(new RunTask(one.task(), null, pod == null ? List.of() : List.of(pod), own));
      }
    }
    // Of a task whose TaskRun was not dumped the pods tell what became of it.
    for (Pod pod : dump.pods()) {
      if (run.owns(pod) && tasks.stream().noneMatch(t -> t.pods().contains(pod))) {
        String name = pod.owner().task() == null ? pod.name() : pod.owner().task();
        tasks.add(new RunTask(name, null, List.of(pod), List.of()));
      }
    }
    tasks.sort(
        Comparator.comparing(RunTask::from, Comparator.nullsLast(Comparator.naturalOrder())));
    return List.copyOf(tasks);
  }

  private static final Comparator<Pod> BY_TIME =
      Comparator.comparing(p -> p.phase().since(), Comparator.nullsLast(Comparator.naturalOrder()));

  private static boolean isOf(TaskRun taskRun, ObservedStep observed) {
    return taskRun.isNamed(observed.step().pod().namespace(), observed.step().taskRun());
  }

  /** Whether one of its steps recorded the image that the others are compared with. */
  boolean isBaseline() {
    return observed.stream().anyMatch(ObservedStep::baseline);
  }

  /** Whether one of its steps found something else than the recorded image. */
  boolean missedTheImage() {
    return observed.stream().anyMatch(o -> o.found() != ObservedStep.Found.RECORDED_IMAGE);
  }

  /** Whether one of its steps could not read the archive. */
  boolean wasRefused() {
    return observed.stream().anyMatch(o -> o.found() == ObservedStep.Found.REFUSED);
  }

  /** Whether records name it so; they and the cluster may differ in what they call it. */
  boolean isCalled(String task) {
    return name.equals(task) || observed.stream().anyMatch(o -> o.task().equals(task));
  }

  /** Whether it ran at a moment; the cluster cuts the ends to whole seconds. */
  boolean ranAt(Instant moment) {
    Instant from = from();
    Instant until = until();
    return from != null
        && !moment.isBefore(from.truncatedTo(ChronoUnit.SECONDS))
        && (until == null || moment.isBefore(until.plusSeconds(1)));
  }

  /** The namespace of its pods; null where the dump knows neither pod nor TaskRun. */
  @Nullable String namespace() {
    Pod pod = lastPod();
    return taskRun != null ? taskRun.namespace() : pod == null ? null : pod.namespace();
  }

  /** Its steps in the last attempt, as far as they are known. */
  List<ContainerRun> steps() {
    if (taskRun != null) {
      return taskRun.lastAttempt().steps();
    }
    Pod pod = lastPod();
    return pod == null
        ? List.of()
        : pod.containers().stream()
            .map(Pod.Container::run)
            .filter(r -> r.container().startsWith("step-"))
            .toList();
  }

  /** The pod of the last attempt; null if none was dumped. */
  private @Nullable Pod lastPod() {
    return pods.isEmpty() ? null : pods.getLast();
  }

  /** Whether it succeeded; null while it runs or where nobody knows. */
  @Nullable Boolean succeeded() {
    if (taskRun != null) {
      return taskRun.condition().succeeded();
    }
    Pod pod = lastPod();
    String phase = pod == null ? null : pod.phase().word();
    return "Succeeded".equals(phase) ? Boolean.TRUE : "Failed".equals(phase) ? Boolean.FALSE : null;
  }

  /** The pod that a record was taken in, else the last; null if none was dumped. */
  @Nullable Pod pod() {
    for (ObservedStep one : observed) {
      for (Pod pod : pods) {
        if (pod.name().equals(one.step().pod().name())) {
          return pod;
        }
      }
    }
    return lastPod();
  }

  /** The container that stands for the task: the one that took a record, else its last step. */
  Pod.@Nullable Container container() {
    Pod pod = pod();
    if (pod == null) {
      return null;
    }
    for (ObservedStep one : observed) {
      Pod.Container container = pod.step(one.step().step());
      if (container != null) {
        return container;
      }
    }
    return pod.containers().isEmpty() ? null : pod.containers().getLast();
  }

  /** The archive's path in this task: where its own records found it, else where others did. */
  private @Nullable String path(@Nullable String archive) {
    return observed.stream()
        .map(ObservedStep::archive)
        .filter(own -> own != null && own.startsWith("/"))
        .findFirst()
        .orElse(archive);
  }

  /**
   * The mount through which the task reaches the archive; null where that is not known.
   *
   * @param elsewhere the archive's path in other tasks, for one that left no record of its own
   */
  Pod.@Nullable Mount mount(@Nullable String elsewhere) {
    String archive = path(elsewhere);
    Pod.Container container = container();
    if (container == null) {
      return null;
    }
    Pod.Mount best = null;
    for (Pod.Mount mount : container.mounts()) {
      boolean fits = archive == null || StoragePlace.isBelow(mount.path(), archive);
      if (fits && (best == null || mount.path().length() > best.path().length())) {
        best = mount;
      }
    }
    return best;
  }

  /**
   * Where it reaches the archive; null where its pod or its mount is not known. Where the path of
   * the archive is not known, only a mount without others beside it tells.
   *
   * @param elsewhere the archive's path in other tasks, for one that left no record of its own
   */
  @Nullable ReachedPlace reached(ClusterDump dump, @Nullable String elsewhere) {
    String archive = path(elsewhere);
    Pod pod = pod();
    Pod.Container container = container();
    Pod.Mount mount = mount(archive);
    if (pod == null
        || container == null
        || mount == null
        || (archive == null && container.mounts().size() > 1)) {
      return null;
    }
    StoragePlace directory = dump.place(pod, mount);
    return new ReachedPlace(
        words(mount.volume()),
        directory,
        archive == null ? null : directory.below(archive.substring(mount.path().length())),
        dump.knowsStorage(pod, mount));
  }

  /** What its mount shows: a claim's name, or a path of a node or server. */
  @Nullable String claim(@Nullable String archive) {
    Pod.Mount mount = mount(archive);
    return mount == null ? boundClaim() : words(mount.volume());
  }

  private static String words(PodVolume volume) {
    return switch (volume) {
      case PodVolume.OfClaim(String claim, boolean _) -> claim;
      case PodVolume.OfHost(String path) -> "hostPath " + path;
      case PodVolume.OfServer(String server, String path) -> server + ":" + path;
    };
  }

  /** Of a task whose pod is gone: the claim that its only workspace is bound to. */
  private @Nullable String boundClaim() {
    return taskRun == null || taskRun.workspaces().size() != 1
        ? null
        : taskRun.workspaces().values().iterator().next().claim();
  }

  /** The directory or, where its path is known, the file that the task takes for the archive. */
  @Nullable StoragePlace place(ClusterDump dump, @Nullable String elsewhere) {
    String archive = path(elsewhere);
    Pod pod = pod();
    Pod.Mount mount = mount(archive);
    if (pod == null || mount == null) {
      return null;
    }
    StoragePlace top = dump.place(pod, mount);
    return archive == null ? top : top.below(archive.substring(mount.path().length()));
  }

  /** The archive's place where no pod tells: by the workspace in whose usual folder it lies. */
  @Nullable StoragePlace boundPlace(ClusterDump dump, @Nullable String elsewhere) {
    String archive = path(elsewhere);
    if (taskRun == null || archive == null) {
      return null;
    }
    for (Map.Entry<String, TaskRun.ClaimBinding> workspace : taskRun.workspaces().entrySet()) {
      String folder = "/workspace/" + workspace.getKey();
      if (StoragePlace.isBelow(folder, archive)) {
        return dump.place(taskRun.namespace(), workspace.getValue().claim(), null)
            .below(workspace.getValue().subPath())
            .below(archive.substring(folder.length()));
      }
    }
    return null;
  }

  /** When it began; null where nobody knows. */
  @Nullable Instant from() {
    Instant started = taskRun == null ? null : taskRun.started();
    Instant pod = pods.isEmpty() ? null : pods.getFirst().phase().since();
    Instant record = observed.isEmpty() ? null : observed.getFirst().at();
    return Stream.of(pods.isEmpty() ? null : firstContainer(pods.getFirst()), pod, started, record)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** When its last container ended; null while it runs or where nobody knows. */
  @Nullable Instant until() {
    Pod pod = lastPod();
    return pod == null
        ? taskRun == null ? null : taskRun.finished()
        : pod.containers().stream()
            .map(c -> c.run().finished())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
  }

  private static @Nullable Instant firstContainer(Pod pod) {
    return pod.containers().stream()
        .filter(c -> c.run().container().startsWith("step-"))
        .map(c -> c.run().started())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
