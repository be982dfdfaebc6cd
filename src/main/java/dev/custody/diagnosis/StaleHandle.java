package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server no longer knows the file behind a handle. Looking the path up again may cure it. */
final class StaleHandle implements AccessCause {
  @Override
  public String id() {
    return "STALE_HANDLE";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null || !denial.errno().equals("ESTALE")) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.CERTAIN,
        "the file server no longer knows " + denial.component().path() + " (stale handle)",
        List.of(denial.fact(), "file system " + Words.mount(access.mount())),
        List.of(),
        "run the task again: a new pod looks the path up anew; if it stays, the export was withdrawn"
            + " or its fsid changed",
        "stat " + denial.component().path() + " in a new pod");
  }
}
