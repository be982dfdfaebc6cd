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

  /** The run that a pod belongs to; parts are null outside Tekton. */
  public record Owner(
      @Nullable String taskRun,
      @Nullable String task,
      @Nullable String pipelineRun,
      @Nullable String pipelineRunUid) {}

  /**
   * What became of a pod.
   *
   * @param word such as {@code Succeeded}
   * @param reason such as {@code Evicted}
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
   */
  public record Container(
      String name,
      @Nullable String image,
      SecurityContext security,
      List<Mount> mounts,
      ContainerRun run) {
    public Container {
      mounts = List.copyOf(mounts);
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
            ObjectJson.text(labels, "tekton.dev/pipelineRunUID")),
        ObjectJson.text(spec, "nodeName"),
        new Phase(
            ObjectJson.text(status, "phase"),
            ObjectJson.text(status, "reason"),
            ObjectJson.text(status, "message"),
            ObjectJson.time(status, "startTime")),
        ObjectJson.text(spec, "serviceAccountName"),
        ObjectJson.text(metadata, "annotations", "openshift.io/scc"),
        ObjectJson.flag(spec, "hostUsers"),
        PodGroups.parse(spec.path("securityContext")),
        containers(name, spec, status));
  }

  private static List<Container> containers(String pod, JsonNode spec, JsonNode status) {
    SecurityContext own = SecurityContext.parse(spec.path("securityContext"));
    Map<String, PodVolume> volumes = new LinkedHashMap<>();
    for (JsonNode volume : spec.path("volumes")) {
      PodVolume parsed = PodVolume.parse(pod, volume);
      if (parsed != null) {
        volumes.put(ObjectJson.textOr("", volume, "name"), parsed);
      }
    }
    Map<String, ContainerRun> runs = new LinkedHashMap<>();
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode one : status.path(list)) {
        String name = ObjectJson.textOr("", one, "name");
        runs.put(name, ContainerRun.of(name, one, null));
      }
    }
    List<Container> containers = new ArrayList<>();
    for (String list : List.of("initContainers", "containers")) {
      for (JsonNode one : spec.path(list)) {
        String name = ObjectJson.textOr("", one, "name");
        containers.add(
            new Container(
                name,
                ObjectJson.text(one, "image"),
                SecurityContext.parse(one.path("securityContext")).within(own),
                mounts(one, volumes),
                runs.getOrDefault(name, new ContainerRun(name, null, null, null, null))));
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
