package dev.custody.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The groups that a pod asks for; only a pod can, never a container. */
public record PodGroups(
    @Nullable Long fsGroup,
    @Nullable String fsGroupChangePolicy,
    List<Long> supplementalGroups,
    @Nullable String supplementalGroupsPolicy) {
  public PodGroups {
    supplementalGroups = List.copyOf(supplementalGroups);
  }

  static PodGroups parse(JsonNode securityContext) {
    return new PodGroups(
        ObjectJson.number(securityContext, "fsGroup"),
        ObjectJson.text(securityContext, "fsGroupChangePolicy"),
        ObjectJson.numbers(securityContext, "supplementalGroups"),
        ObjectJson.text(securityContext, "supplementalGroupsPolicy"));
  }
}
