package dev.custody.cluster;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one or several dumps that say who ran where, as whom, on which volume. Environment
 * values, scripts, arguments and Secrets are never in it.
 *
 * @param kinds of which at least one object was dumped, kept or not
 * @param problems one sentence for everything that could not be read
 */
public record ClusterDump(
    List<PipelineRun> pipelineRuns,
    List<TaskRun> taskRuns,
    List<Pod> pods,
    List<Claim> claims,
    List<Volume> volumes,
    List<ClusterEvent> events,
    Set<ObjectKind> kinds,
    List<String> problems) {
  /** What the cluster says where nothing was dumped. */
  public static final ClusterDump NONE =
      new ClusterDump(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), List.of());

  public ClusterDump {
    pipelineRuns = List.copyOf(pipelineRuns);
    taskRuns = List.copyOf(taskRuns);
    pods = List.copyOf(pods);
    claims = List.copyOf(claims);
    volumes = List.copyOf(volumes);
    events = List.copyOf(events);
    kinds = Set.copyOf(kinds);
    problems = List.copyOf(problems);
  }

  /** Whether it holds no object at all. */
  public boolean isEmpty() {
    return pipelineRuns.isEmpty()
        && taskRuns.isEmpty()
        && pods.isEmpty()
        && claims.isEmpty()
        && volumes.isEmpty()
        && events.isEmpty();
  }

  /** The kinds without any object in the dump, so nothing is known about them. */
  public Set<ObjectKind> notKnown() {
    Set<ObjectKind> missing = EnumSet.allOf(ObjectKind.class);
    missing.removeAll(kinds);
    return missing;
  }

  /** The name of the PipelineRun with that uid; null if it was not dumped. */
  public @Nullable String runName(@Nullable String uid) {
    for (PipelineRun run : pipelineRuns) {
      if (run.uid() != null && run.uid().equals(uid)) {
        return run.name();
      }
    }
    return null;
  }

  /** The namespace of the PipelineRun with that uid; null if it was not dumped. */
  public @Nullable String namespace(@Nullable String uid) {
    for (PipelineRun run : pipelineRuns) {
      if (run.uid() != null && run.uid().equals(uid)) {
        return run.namespace();
      }
    }
    return null;
  }

  /** The claim of that name; null if it was not dumped. */
  public @Nullable Claim claim(String namespace, String name) {
    for (Claim claim : claims) {
      if (claim.name().equals(name) && claim.namespace().equals(namespace)) {
        return claim;
      }
    }
    return null;
  }

  /** The volume that a claim is bound to; null if it was not dumped. */
  public @Nullable Volume volume(@Nullable Claim claim) {
    for (Volume volume : volumes) {
      if (claim != null && volume.name().equals(claim.volume())) {
        return volume;
      }
    }
    return null;
  }

  /** The pod of that name; null if it was not dumped, or if several namespaces have one. */
  public @Nullable Pod pod(@Nullable String namespace, @Nullable String name) {
    List<Pod> named =
        pods.stream()
            .filter(pod -> pod.name().equals(name))
            .filter(pod -> namespace == null || namespace.equals(pod.namespace()))
            .toList();
    return named.stream().map(Pod::namespace).distinct().count() == 1 ? named.getFirst() : null;
  }

  /** Where a mount of a pod really is. */
  public StoragePlace place(Pod pod, Pod.Mount mount) {
    StoragePlace top =
        switch (mount.volume()) {
          case PodVolume.OfClaim(String claim, boolean _) ->
              place(pod.namespace(), claim, pod.node());
          case PodVolume.OfHost(String path) -> StoragePlace.onNode(pod.node(), path);
          case PodVolume.OfServer(String server, String path) -> onServer(server + ":" + path);
        };
    return top.below(mount.subPath());
  }

  /**
   * Whether the storage behind a mount is known by itself, not by the name of a claim or a volume
   * only: two of those may lead to one storage.
   */
  public boolean knowsStorage(Pod pod, Pod.Mount mount) {
    if (mount.volume() instanceof PodVolume.OfClaim claim) {
      Volume volume = volume(claim(pod.namespace(), claim.claim()));
      return volume != null && (volume.path() != null || volume.handle() != null);
    }
    return true;
  }

  /**
   * Where a claim's volume really is.
   *
   * @param node of the pod that mounts it, for volumes that lie on their node
   */
  public StoragePlace place(String namespace, String claimName, @Nullable String node) {
    Claim claim = claim(namespace, claimName);
    Volume volume = volume(claim);
    if (volume == null) {
      return claim == null || claim.volume() == null
          ? new StoragePlace("claim " + namespace + "/" + claimName, "/")
          : new StoragePlace("volume " + claim.volume(), "/");
    }
    if (volume.path() != null) {
      return StoragePlace.onNode(node, volume.path());
    }
    return volume.handle() == null
        ? new StoragePlace("volume " + volume.name(), "/")
        : "nfs".equals(volume.driver())
            ? onServer(volume.handle())
            : new StoragePlace(volume.driver() + " " + volume.handle(), "/");
  }

  private static StoragePlace onServer(String serverAndPath) {
    int colon = serverAndPath.indexOf(":/");
    return colon < 0
        ? new StoragePlace("server " + serverAndPath, "/")
        : new StoragePlace(
            "server " + serverAndPath.substring(0, colon), serverAndPath.substring(colon + 1));
  }

  /** Both dumps as one; of an object that both hold, the later dump's counts. */
  public ClusterDump and(ClusterDump later) {
    return new ClusterDump(
        both(pipelineRuns, later.pipelineRuns, r -> r.namespace() + "/" + r.name()),
        both(taskRuns, later.taskRuns, r -> r.namespace() + "/" + r.name()),
        both(pods, later.pods, p -> p.namespace() + "/" + p.name()),
        both(claims, later.claims, c -> c.namespace() + "/" + c.name()),
        both(volumes, later.volumes, Volume::name),
        both(events, later.events, e -> e),
        Stream.concat(kinds.stream(), later.kinds.stream()).collect(Collectors.toSet()),
        both(problems, later.problems, p -> p));
  }

  private static <T> List<T> both(List<T> one, List<T> later, Function<T, Object> identity) {
    Map<Object, T> both = new LinkedHashMap<>();
    one.forEach(o -> both.put(identity.apply(o), o));
    later.forEach(o -> both.put(identity.apply(o), o));
    return List.copyOf(both.values());
  }
}
