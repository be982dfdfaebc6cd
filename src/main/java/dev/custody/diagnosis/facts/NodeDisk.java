package dev.custody.diagnosis.facts;

import dev.custody.linux.Mount;
import dev.custody.record.ExecutionRecord;

/** Whether a mount shows a directory of the node's own disk; every pod has several such mounts. */
public final class NodeDisk {
  private NodeDisk() {}

  /**
   * Whether the pod's own files lie on the same disk: its /etc/hosts, its termination log, or an
   * emptyDir. What lies there is a hostPath or a volume of kind local, not a disk of its own.
   */
  public static boolean holds(ExecutionRecord record, Mount mount) {
    return record.mounts().stream()
        .anyMatch(other ->
            other.device().equals(mount.device())
                && (other.mountPoint().equals("/etc/hosts")
                    || other.mountPoint().equals("/dev/termination-log")
                    || isEmptyDir(other)));
  }

  /** Whether kubelet made the directory for one pod, and removes it with the pod. */
  public static boolean isEmptyDir(Mount mount) {
    return mount.root().contains("kubernetes.io~empty-dir");
  }
}
