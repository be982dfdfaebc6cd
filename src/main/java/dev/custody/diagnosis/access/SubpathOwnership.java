package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory that kubelet made for a subPath belongs to root. */
public final class SubpathOwnership implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SUBPATH_OWNERSHIP;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Component volume = access.volume().root();
    FileStatus root = volume == null ? null : volume.status();
    var mount = access.mount();
    if (volume == null
        || root == null
        || mount == null
        || !denial.predicted()
        || !access.mode().isReal()
        || !volume.equals(denial.decider())
        || mount.root().equals("/")
        || mount.root().contains("kubernetes.io~")
        // A provisioner's or an administrator's directory on the node, not a subPath.
        || mount.root().matches(".*/pvc-[0-9a-f-]{36}[^/]*")
        || access.volume().onNodeDisk()
        || root.type() != FileType.DIRECTORY
        || root.uid() != 0
        || root.gid() != 0) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        volume.path() + " was probably created by kubelet for a subPath, so it belongs to root",
        access.facts("the mount shows " + mount.root() + " of the volume"),
        List.of(),
        "create the directory in a first task of the run instead of by subPath, or drop the"
            + " subPath",
        Kubectl.getPod(access.observed(), null, "-o yaml | grep -B3 subPath"));
  }
}
