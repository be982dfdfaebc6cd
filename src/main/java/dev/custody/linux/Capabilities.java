package dev.custody.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * The five capability sets of a process by name ({@code CAP_DAC_OVERRIDE}), capabilities(7). A bit
 * without a known name is kept as {@code CAP_<number>}.
 */
public record Capabilities(
    List<String> inheritable,
    List<String> permitted,
    List<String> effective,
    List<String> bounding,
    List<String> ambient) {
  private static final int BITS = 64;

  // linux/capability.h, in the order of the bits.
  private static final List<String> NAMES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  public Capabilities {
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    effective = List.copyOf(effective);
    bounding = List.copyOf(bounding);
    ambient = List.copyOf(ambient);
  }

  /** The names of the bits set in {@code mask}, lowest bit first. */
  public static List<String> names(long mask) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < BITS; bit++) {
      if ((mask >>> bit & 1) != 0) {
        names.add(bit < NAMES.size() ? NAMES.get(bit) : "CAP_" + bit);
      }
    }
    return List.copyOf(names);
  }
}
