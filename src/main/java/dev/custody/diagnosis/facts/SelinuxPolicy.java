package dev.custody.diagnosis.facts;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.SecurityLabel;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the container policy of SELinux says of labels. */
public final class SelinuxPolicy {
  /** Types that containers may read. */
  private static final Set<String> OF_CONTAINERS =
      Set.of(
          "container_file_t",
          "container_ro_file_t",
          "container_share_t",
          "svirt_sandbox_file_t",
          "container_var_lib_t",
          "proc_t",
          "sysfs_t",
          "cgroup_t");

  /** Domains that neither categories nor types of files hold back: privileged pods and hosts. */
  private static final Set<String> UNCONFINED =
      Set.of("spc_t", "unconfined_t", "unconfined_service_t", "init_t", "initrc_t", "kernel_t");

  private SelinuxPolicy() {}

  /** The label of a process where SELinux confines it; empty where it does not. */
  public static Optional<SecurityLabel> confining(@Nullable String process) {
    return SecurityLabel.selinux(process).filter(label -> !UNCONFINED.contains(label.type()));
  }

  /** The label of a file; empty where it is not known. */
  public static Optional<SecurityLabel> of(@Nullable Component file) {
    return file != null && file.label() instanceof ExtendedAttribute.Present(String text)
        ? SecurityLabel.selinux(text)
        : Optional.empty();
  }

  /** Whether containers may read files of that type. */
  public static boolean isOfContainers(SecurityLabel label) {
    return OF_CONTAINERS.contains(label.type());
  }

  /** What SELinux has against the use of a file by a process; null where it has nothing. */
  public static @Nullable String against(@Nullable String process, @Nullable Component file) {
    SecurityLabel own = confining(process).orElse(null);
    SecurityLabel label = of(file).orElse(null);
    return own == null
            || label == null
            || file == null
            || (own.dominates(label) && isOfContainers(label))
        ? null
        : "SELinux may refuse it as well: "
            + file.path()
            + " has label "
            + label
            + ", this process has "
            + own;
  }
}
