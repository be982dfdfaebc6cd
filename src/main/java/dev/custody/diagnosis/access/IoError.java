package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.diagnosis.facts.StorageErrors;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The storage failed. */
public final class IoError implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.IO_ERROR;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (!StorageErrors.NAMES.contains(denial.errno())) {
      return null;
    }
    Mount mount = access.mount();
    boolean daemon = mount != null && FileSystemType.isFuse(mount.type());
    boolean died = daemon && denial.errno().equals("ENOTCONN") && access.volume().failedAtItsRoot();
    return new Finding(
        id(),
        // A daemon behind FUSE chooses its answers; that it is gone, the kernel itself says.
        daemon && !died ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN,
        "the storage under " + denial.component().path() + " fails with " + denial.errno(),
        List.of(denial.fact(), "file system " + FactText.mount(mount)),
        List.of(OtherErrno.NOT_THE_MODE),
        died
            ? "the FUSE or CSI driver process died: restart the driver pod on this node"
            : daemon
                ? "read the log of the driver's pod on this node: its credentials, its bucket or"
                    + " its network fail; then restart it"
                : "this is a storage incident: check the node and the volume before anything else",
        Command.of("dmesg | tail")
            + " on the node; "
            + Kubectl.of(access.observed(), "get events"));
  }
}
