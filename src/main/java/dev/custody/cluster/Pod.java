package dev.custody.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One pod: who it runs as, what it mounts, when its containers ran.
 *
 * @param owner names from Tekton's labels
 * @param scc the OpenShift security context constraints that admitted it
 * @param hostUsers false where it has a user namespace of its own
 */
public record Pod(
    String namespace,
    String name,
    Owner owner,
    @Nullable String node,
    Phase phase,
    @Nullable String serviceAccount,
    @Nullable String scc,
    @Nullable Boolean hostUsers,
    PodGroups groups,
    List<Container> containers) {
  public Pod {
    containers = List.copyOf(containers);
  }

  /**
   * The run that a pod belongs to; parts are null outside Tekton.
   *
   * @param controller of another pod, as people call it, such as {@code Job cleanup}; null for a
   *     pod of its own
   */
  public record Owner(
      @Nullable String taskRun,
      @Nullable String task,
      @Nullable String pipelineRun,
      @Nullable String pipelineRunUid,
      @Nullable String controller) {}

  /**
   * What became of a pod.
   *
   * @param word such as {@code Succeeded}
   * @param reason such as {@code Evicted}, or why a container cannot start
   */
  public record Phase(
      @Nullable String word,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Instant since) {}

  /**
   * One container.
   *
   * @param image as the pod names it
   * @param security with the pod's values where it has none of its own
   * @param mounts its own; of a debugging container also those of the container it looks into,
   *     which it reaches through /proc
   * @param asked every field of its and its pod's security contexts, by path
   * @param tool what its command line says; null where that tells nothing
   */
  public record Container(
      String name,
      @Nullable String image,
      SecurityContext security,
      List<Mount> mounts,
      ContainerRun run,
      @Nullable ToolCommand tool,
      Map<String, String> asked) {
    public Container {
      mounts = List.copyOf(mounts);
      asked = Map.copyOf(asked);
    }
  }

  /**
   * Where a container mounts a volume.
   *
   * @param subPath the directory in the volume; null for its top
   */
  public record Mount(String path, PodVolume volume, @Nullable String subPath, boolean readOnly) {}

  /** The task run whose pod this is; null outside Tekton. */
  public @Nullable String taskRun() {
    return owner.taskRun();
  }

  /** The container that a step runs in; null if there is none. */
  public @Nullable Container step(@Nullable String step) {
    for (Container container : containers) {
      if (container.run().step().equals(step)) {
        return container;
      }
    }
    return null;
  }

  static Pod parse(JsonNode json) {
    JsonNode metadata = json.path("metadata");
    JsonNode labels = metadata.path("labels");
    JsonNode spec = json.path("spec");
    JsonNode status = json.path("status");
    String name = ObjectJson.textOr("", metadata, "name");
    String task = ObjectJson.text(labels, "tekton.dev/pipelineTask");
    return new Pod(
        ObjectJson.textOr("", metadata, "namespace"),
        name,
        new Owner(
            ObjectJson.text(labels, "tekton.dev/taskRun"),
            task == null ? ObjectJson.text(labels, "tekton.dev/task") : task,
            ObjectJson.text(labels, "tekton.dev/pipelineRun"),
            ObjectJson.text(labels, "tekton.dev/pipelineRunUID"),
            controller(metadata)),
        ObjectJson.text(spec, "nodeName"),
        phase(status),
        ObjectJson.text(spec, "serviceAccountName"),
        ObjectJson.text(metadata, "annotations", "openshift.io/scc"),
        ObjectJson.flag(spec, "hostUsers"),
        PodGroups.parse(spec.path("securityContext")),
        containers(name, metadata, spec, status));
  }

  /** Of a pod that says no reason, a container that cannot start may say one. */
  private static Phase phase(JsonNode status) {
    JsonNode reasons = status;
    if (ObjectJson.text(status, "reason") == null) {
      for (JsonNode container : status.path("containerStatuses")) {
        JsonNode waiting = container.path("state").path("waiting");
        if (ObjectJson.text(waiting, "message") != null) {
          reasons = waiting;
          break;
        }
      }
    }
    return new Phase(
        ObjectJson.text(status, "phase"),
        ObjectJson.text(reasons, "reason"),
        ObjectJson.text(reasons, "message"),
        ObjectJson.time(status, "startTime"));
  }

  /** A ReplicaSet's name is its Deployment's and a hash, which is a label of the pod. */
  private static @Nullable String controller(JsonNode metadata) {
    JsonNode owner = metadata.path("ownerReferences").path(0);
    String kind = ObjectJson.text(owner, "kind");
    String name = ObjectJson.text(owner, "name");
    if (kind == null || name == null) {
      return null;
    }
    String hash = ObjectJson.text(metadata.path("labels"), "pod-template-hash");
    return kind.equals("ReplicaSet") && hash != null && name.endsWith("-" + hash)
        ? "Deployment " + name.substring(0, name.length() - hash.length() - 1)
        : kind + " " + name;
  }

  private static List<Container> containers(
      String pod, JsonNode metadata, JsonNode spec, JsonNode status) {
    SecurityContext own = SecurityContext.parse(spec.path("securityContext"));
    Map<String, PodVolume> volumes = new LinkedHashMap<>();
    for (JsonNode volume : spec.path("volumes")) {
      PodVolume parsed = PodVolume.parse(pod, volume);
      if (parsed != null) {
        volumes.put(ObjectJson.textOr("", volume, "name"), parsed);
      }
    }
    Map<String, ContainerRun> runs = new LinkedHashMap<>();
    for (String list :
        List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")) {
      for (JsonNode one : status.path(list)) {
        String name = ObjectJson.textOr("", one, "name");
        runs.put(name, ContainerRun.inPod(name, one, ObjectJson.time(status, "startTime")));
      }
    }
    List<Container> containers = new ArrayList<>();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (JsonNode one : spec.path(list)) {
        String name = ObjectJson.textOr("", one, "name");
        List<Mount> mounts = mounts(one, volumes);
        String target = ObjectJson.text(one, "targetContainerName");
        containers.stream()
            .filter(c -> c.name().equals(target))
            .forEach(c -> mounts.addAll(c.mounts()));
        List<String> words = new ArrayList<>();
        one.path("command").forEach(w -> words.add(w.stringValue()));
        one.path("args").forEach(w -> words.add(w.stringValue()));
        containers.add(
            new Container(
                name,
                ObjectJson.text(one, "image"),
                SecurityContext.parse(one.path("securityContext")).within(own),
                mounts,
                runs.getOrDefault(name, new ContainerRun(name, null, null, null, null)),
                ToolCommand.of(words),
                SecurityFields.of(metadata, spec, one)));
      }
    }
    return containers;
  }

  private static List<Mount> mounts(JsonNode container, Map<String, PodVolume> volumes) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode one : container.path("volumeMounts")) {
      PodVolume volume = volumes.get(ObjectJson.textOr("", one, "name"));
      if (volume != null) {
        boolean readOnly =
            Boolean.TRUE.equals(ObjectJson.flag(one, "readOnly"))
                || (volume instanceof PodVolume.OfClaim claim && claim.readOnly());
        mounts.add(
            new Mount(
                ObjectJson.textOr("", one, "mountPath"),
                volume,
                ObjectJson.text(one, "subPath"),
                readOnly));
      }
    }
    return mounts;
  }
}
