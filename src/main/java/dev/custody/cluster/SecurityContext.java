package dev.custody.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a pod or a container asks to run as. A container's own value counts before its pod's.
 *
 * @param add capabilities, without CAP_
 */
public record SecurityContext(
    @Nullable Long runAsUser,
    @Nullable Long runAsGroup,
    @Nullable SeLinux seLinux,
    @Nullable Boolean privileged,
    @Nullable Boolean readOnlyRootFilesystem,
    @Nullable String seccomp,
    List<String> add,
    List<String> drop) {
  public SecurityContext {
    add = List.copyOf(add);
    drop = List.copyOf(drop);
  }

  /** SELinux options; parts that are not set are null. */
  public record SeLinux(@Nullable String type, @Nullable String level) {}

  static SecurityContext parse(JsonNode json) {
    JsonNode options = json.path("seLinuxOptions");
    String type = ObjectJson.text(options, "type");
    String level = ObjectJson.text(options, "level");
    return new SecurityContext(
        ObjectJson.number(json, "runAsUser"),
        ObjectJson.number(json, "runAsGroup"),
        type == null && level == null ? null : new SeLinux(type, level),
        ObjectJson.flag(json, "privileged"),
        ObjectJson.flag(json, "readOnlyRootFilesystem"),
        ObjectJson.text(json, "seccompProfile", "type"),
        ObjectJson.texts(json, "capabilities", "add"),
        ObjectJson.texts(json, "capabilities", "drop"));
  }

  /** This container's context, with what its pod sets where it sets nothing itself. */
  SecurityContext within(SecurityContext pod) {
    return new SecurityContext(
        runAsUser == null ? pod.runAsUser : runAsUser,
        runAsGroup == null ? pod.runAsGroup : runAsGroup,
        seLinux == null ? pod.seLinux : seLinux,
        privileged,
        readOnlyRootFilesystem,
        seccomp == null ? pod.seccomp : seccomp,
        add,
        drop);
  }
}
