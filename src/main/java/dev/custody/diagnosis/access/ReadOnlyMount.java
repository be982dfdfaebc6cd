package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Mount;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workspace is mounted read-only: reading works, writing the record beside it does not. */
public final class ReadOnlyMount {
  private ReadOnlyMount() {}

  /** The note, whether or not the path was read; null where the mount may be written to. */
  public static @Nullable Finding of(ExecutionRecord observed) {
    Mount mount = observed.mount(observed.archive().decidingWalk().last());
    if (mount == null || !(mount.options().contains("ro") || mount.superOptions().contains("ro"))) {
      return null;
    }
    return new Finding(
        CauseId.READ_ONLY_MOUNT,
        Finding.Kind.NOTE,
        Finding.Confidence.CERTAIN,
        mount.mountPoint() + " is mounted read-only, so no record can be written there",
        List.of(FactText.mount(mount) + ", " + String.join(",", mount.options())),
        List.of(),
        "nothing to do for reading; the record goes to the results and to standard output",
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo"));
  }
}
