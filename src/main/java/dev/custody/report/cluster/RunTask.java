package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ContainerRun;
import dev.custody.cluster.Pod;
import dev.custody.cluster.PodVolume;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.TaskRun;
import java.time.Instant;
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

  /** Its steps in the last attempt, as far as they are known. */
  List<ContainerRun> steps() {
    if (taskRun != null) {
      return taskRun.attempts().getLast().steps();
    }
    return pods.isEmpty()
        ? List.of()
        : pods.getLast().containers().stream()
            .map(Pod.Container::run)
            .filter(r -> r.container().startsWith("step-"))
            .toList();
  }

  /** Whether it succeeded; null while it runs or where nobody knows. */
  @Nullable Boolean succeeded() {
    if (taskRun != null) {
      return taskRun.condition().succeeded();
    }
    String phase = pods.isEmpty() ? null : pods.getLast().phase().word();
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
    return pods.isEmpty() ? null : pods.getLast();
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

  /** The mount through which the task reaches the archive; null where that is not known. */
  Pod.@Nullable Mount mount(@Nullable String archive) {
    Pod.Container container = container();
    if (container == null) {
      return null;
    }
    Pod.Mount best = null;
    for (Pod.Mount mount : container.mounts()) {
      boolean fits = archive == null || isBelow(mount.path(), archive);
      if (fits && (best == null || mount.path().length() > best.path().length())) {
        best = mount;
      }
    }
    return best;
  }

  /** What its mount shows: a claim's name, or a path of a node or server. */
  @Nullable String claim(@Nullable String archive) {
    Pod.Mount mount = mount(archive);
    return mount == null
        ? boundClaim()
        : switch (mount.volume()) {
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
  @Nullable StoragePlace place(ClusterDump dump, @Nullable String archive) {
    Pod pod = pod();
    Pod.Mount mount = mount(archive);
    if (pod == null || mount == null) {
      return null;
    }
    StoragePlace top = dump.place(pod, mount);
    return archive == null ? top : top.below(archive.substring(mount.path().length()));
  }

  /** The archive's place where no pod tells: by the workspace in whose usual folder it lies. */
  @Nullable StoragePlace boundPlace(ClusterDump dump, @Nullable String archive) {
    if (taskRun == null || archive == null) {
      return null;
    }
    for (Map.Entry<String, TaskRun.ClaimBinding> workspace : taskRun.workspaces().entrySet()) {
      String folder = "/workspace/" + workspace.getKey();
      if (isBelow(folder, archive)) {
        return dump.place(taskRun.namespace(), workspace.getValue().claim(), null)
            .below(workspace.getValue().subPath())
            .below(archive.substring(folder.length()));
      }
    }
    return null;
  }

  private static boolean isBelow(String directory, String path) {
    return path.equals(directory)
        || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
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
    return pods.isEmpty()
        ? taskRun == null ? null : taskRun.finished()
        : pods.getLast().containers().stream()
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
