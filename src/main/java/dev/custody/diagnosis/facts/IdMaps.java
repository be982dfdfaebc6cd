package dev.custody.diagnosis.facts;

import dev.custody.linux.Mount;

/**
 * Words about owners that have no name on an idmapped mount, mount_setattr(2). Kubelet asks for one
 * for each volume of a pod with {@code hostUsers: false}: the ids 0 to 65535 on the volume are the
 * pod's own, and any other owner is nobody's there.
 */
public final class IdMaps {
  private IdMaps() {}

  /** The fact that decides, with the mount's own options. */
  public static String fact(Mount mount) {
    return FactText.mount(mount) + " is idmapped: " + String.join(",", mount.options());
  }

  /**
   * What helps whoever reads or writes what is there already.
   *
   * @param command that opens it to others, as a command to copy
   */
  public static String remedy(String command) {
    return "the owner on the volume is outside the mount's id map (hostUsers: false maps the ids 0"
        + " to 65535 of a volume): run every task that shares the volume with the same hostUsers"
        + " setting and as a uid and gid below 65536, or, for reading, in the task that wrote it, "
        + command;
  }
}
