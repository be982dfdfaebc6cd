package dev.custody.tekton;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ids that a pod's securityContext gives all its steps.
 *
 * @param uid {@code runAsUser}; absent, each image's own user runs
 * @param gid {@code runAsGroup}, 0 where nobody sets it
 * @param fsGroup the one supplementary group, and the group of the pod's volumes
 */
record Identity(OptionalLong uid, long gid, OptionalLong fsGroup) {
  /** As OpenShift's restricted SCC chooses them from the namespace's range. */
  static Identity openShift(long id) {
    return new Identity(OptionalLong.of(id), 0, OptionalLong.of(id));
  }

  /** One id for user, group and fsGroup, as our sample for Kubernetes sets it. */
  static Identity of(long id) {
    return new Identity(OptionalLong.of(id), id, OptionalLong.of(id));
  }

  /** A pod template that sets nothing. */
  static Identity ofTheImages() {
    return new Identity(OptionalLong.empty(), 0, OptionalLong.empty());
  }

  /** As a run's podTemplate holds it. */
  JsonNode podTemplate() {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    uid.ifPresent(id -> context.put("runAsUser", id).put("runAsGroup", gid));
    fsGroup.ifPresent(id -> context.put("fsGroup", id));
    return JsonNodeFactory.instance.objectNode().set("securityContext", context);
  }

  List<String> podmanOptions() {
    List<String> options = new ArrayList<>();
    uid.ifPresent(id -> options.addAll(List.of("--user", id + ":" + gid)));
    fsGroup.ifPresent(id -> options.addAll(List.of("--group-add", String.valueOf(id))));
    return options;
  }
}
