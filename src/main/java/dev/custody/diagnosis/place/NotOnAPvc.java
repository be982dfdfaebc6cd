package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.access.Denial;
import dev.custody.diagnosis.access.Symlink;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.diagnosis.facts.NodeDisk;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path lies in the container or an emptyDir, where no other task can see it. */
public final class NotOnAPvc implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.NOT_ON_A_PVC;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Mount mount = access.mount();
    if (mount == null
        || !denial.errno().equals("ENOENT")
        || access.unresolved()
        || new Symlink().in(access) != null
        || access.walk().path().startsWith("/tekton")) {
      return null;
    }
    boolean emptyDir = NodeDisk.isEmptyDir(mount);
    boolean container = mount.mountPoint().equals("/") && mount.type().equals("overlay");
    boolean memory = mount.type().equals("tmpfs");
    MountPair mounts = access.volume().mounts();
    // A record at this path says more: of another volume, or of this one, with the file on it.
    boolean recordedHere = mounts != null && (!emptyDir || mounts.sameRoot());
    if ((!emptyDir && !container && !memory) || recordedHere) {
      return null;
    }
    return new Finding(
        id(),
        // The steps of one pod share its emptyDirs, so the file may only be missing.
        container || mounts != null ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        access.walk().path()
            + " lies in "
            + (emptyDir ? "an emptyDir" : memory ? "a tmpfs" : "the container itself")
            + ", not on a shared volume",
        List.of(
            denial.fact(),
            "the path lies on " + FactText.mount(mount) + ", which shows " + mount.root()),
        List.of(RuledOut.of(CauseId.REMOVED, "no volume of another task is mounted at this path")),
        "bind the workspace to the claim, and write its path as $(workspaces.NAME.path): a typo"
            + " under /workspace lands silently in an emptyDir",
        Kubectl.getTaskRun(
            access.observed(), access.baseline(), "-o jsonpath='{..spec.workspaces}'"));
  }
}
