package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.MountPair;
import dev.custody.diagnosis.facts.NodeDisk;
import dev.custody.diagnosis.facts.RootPair;
import dev.custody.linux.Component;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.record.RecordedEvidence;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The volume on which a path failed: what kind it is, and whether it is the recorded one. */
public record VolumeEvidence(AccessEvidence access) {
  /**
   * The topmost component on the mount of the failure: the volume's root directory as seen here.
   */
  public @Nullable Component root() {
    Mount mount = access.mount();
    return mount == null
        ? null
        : access.walk().components().stream()
            .filter(c -> c.path().equals(mount.mountPoint()))
            .findFirst()
            .orElse(null);
  }

  /** Whether the mount's type begins with one of these. */
  public boolean isOf(String... beginnings) {
    Mount mount = access.mount();
    if (mount == null) {
      return false;
    }
    for (String beginning : beginnings) {
      if (mount.type().startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a server or a daemon, and not the kernel alone, decides who may read. */
  public boolean onNetwork() {
    Mount mount = access.mount();
    // OCFS2 lies on a disk that several nodes share, and locks between them.
    return mount != null && (FileSystemType.isServed(mount.type()) || mount.type().equals("ocfs2"));
  }

  /** Whether the volume is a directory of the node's own disk, on which the pod's files lie too. */
  public boolean onNodeDisk() {
    Mount mount = access.mount();
    return mount != null && NodeDisk.holds(access.observed(), mount);
  }

  /**
   * Whether the root of the file system is mounted, so that its root directory is the one that
   * kubelet looks at. A subPath and a directory of the node show another directory of it.
   */
  public boolean isWhole() {
    Mount mount = access.mount();
    return mount != null && mount.root().equals("/");
  }

  /** Whether the volume lives and dies with the pod: an emptyDir or a tmpfs. */
  public boolean onEmptyDir() {
    Mount mount = access.mount();
    return mount != null && (mount.type().equals("tmpfs") || NodeDisk.isEmptyDir(mount));
  }

  /** Whether what was refused is itself the root of a mount. */
  public boolean failedAtItsRoot() {
    Mount mount = access.mount();
    return mount != null && mount.mountPoint().equals(access.denial().component().path());
  }

  /**
   * The mounts of the failure and of the recorded archive; null where the walk did not come as far
   * as the recorded mount, or where no record is of this boot.
   */
  public @Nullable MountPair mounts() {
    Mount now = access.mount();
    String boot = access.observed().step().bootId();
    if (now == null || boot == null) {
      return null;
    }
    Path failed = Path.of(access.denial().component().path());
    for (RecordedEvidence.Full record : access.records()) {
      Mount then = boot.equals(record.step().bootId()) ? record.mount() : null;
      if (then != null && failed.startsWith(then.mountPoint())) {
        return new MountPair(
            then, now, new RootPair(record.volumeRoot(), access.observed().volumeRoot()));
      }
    }
    return null;
  }

  /** Whether the fingerprints of the volumes are known, and are two. */
  public boolean differs() {
    return roots().differ();
  }

  /** Whether they are of two file systems, and not of two directories of one. */
  public boolean isAnotherFileSystem() {
    return roots().differ() && roots().shareNothing();
  }

  /** Whether the fingerprints of the volumes are known, and are one. */
  public boolean isTheRecordedOne() {
    return roots().same();
  }

  private RootPair roots() {
    RecordedEvidence.Look recorded = access.baseline();
    return new RootPair(
        recorded == null ? null : recorded.volumeRoot(), access.observed().volumeRoot());
  }
}
