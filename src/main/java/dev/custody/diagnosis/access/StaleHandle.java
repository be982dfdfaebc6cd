package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server no longer knows the file behind a handle. Looking the path up again may cure it. */
public final class StaleHandle implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.STALE_HANDLE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (!denial.errno().equals("ESTALE")) {
      return null;
    }
    return new Finding(
        id(),
        // A daemon behind FUSE chooses its answers, and without a server there is no handle.
        access.volume().onNetwork() && !access.volume().isOf("fuse")
            ? Finding.Confidence.CERTAIN
            : Finding.Confidence.HIGH,
        "the file server no longer knows " + denial.component().path() + " (stale handle)",
        List.of(denial.fact(), "file system " + FactText.mount(access.mount())),
        List.of(),
        "run the task again: a new pod opens the path afresh; if the error stays, the export was"
            + " withdrawn or its fsid changed",
        Command.on(denial.component().path(), "stat") + " in a new pod");
  }
}
