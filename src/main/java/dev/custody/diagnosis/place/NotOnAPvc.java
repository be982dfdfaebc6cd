package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.access.Denial;
import dev.custody.diagnosis.access.Symlink;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
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
    boolean emptyDir = mount.root().contains("kubernetes.io~empty-dir");
    boolean container = mount.mountPoint().equals("/") && mount.type().equals("overlay");
    boolean memory = mount.type().equals("tmpfs");
    // A record at this path says more: of another volume, or of this one, with the file on it.
    if ((!emptyDir && !container && !memory) || access.mounts() != null) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        access.walk().path()
            + " lies in "
            + (emptyDir ? "an emptyDir" : memory ? "a tmpfs" : "the container itself")
            + ", not on a shared volume",
        List.of(
            denial.fact(),
            "it is covered by " + FactText.mount(mount) + ", which shows " + mount.root()),
        List.of("REMOVED: no volume of another task is mounted at this path"),
        "bind the workspace to the claim, and write its path as $(workspaces.NAME.path): a typo"
            + " under /workspace lands silently in an emptyDir",
        "kubectl get taskrun -o jsonpath={.spec.workspaces}");
  }
}
