package dev.custody.report.cluster;

import dev.custody.cluster.Pod;
import dev.custody.cluster.PodGroups;
import dev.custody.cluster.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A task's security context in one line, so that equal ones read equal. */
final class SecuritySettings {
  private SecuritySettings() {}

  /** What the task's pod and container ask for; null where the pod was not dumped. */
  static @Nullable String of(RunTask task) {
    Pod pod = task.pod();
    Pod.Container container = task.container();
    if (pod == null || container == null) {
      return null;
    }
    PodGroups groups = pod.groups();
    SecurityContext security = container.security();
    List<String> parts = new ArrayList<>();
    add(parts, "runAsUser", security.runAsUser());
    add(parts, "runAsGroup", security.runAsGroup());
    add(parts, "fsGroup", groups.fsGroup());
    add(parts, "fsGroupChangePolicy", groups.fsGroupChangePolicy());
    if (!groups.supplementalGroups().isEmpty()) {
      add(
          parts,
          "supplementalGroups",
          groups.supplementalGroups().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",")));
    }
    add(parts, "supplementalGroupsPolicy", groups.supplementalGroupsPolicy());
    SecurityContext.SeLinux seLinux = security.seLinux();
    add(parts, "seLinuxOptions.type", seLinux == null ? null : seLinux.type());
    add(parts, "seLinuxOptions.level", seLinux == null ? null : seLinux.level());
    add(parts, "hostUsers", pod.hostUsers());
    add(parts, "privileged", Boolean.TRUE.equals(security.privileged()) ? "true" : null);
    return parts.isEmpty() ? "nothing is set" : String.join(", ", parts);
  }

  private static void add(List<String> parts, String name, @Nullable Object value) {
    if (value != null) {
      parts.add(name + " " + value);
    }
  }
}
