package dev.custody.diagnosis.write;

import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume is mounted read-only. */
public final class ReadOnlyMountForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.READ_ONLY_MOUNT;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    Mount mount = write.probe().mount();
    if (mount == null || !mount.options().contains("ro")) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        mount.mountPoint() + " is mounted read-only",
        write.facts(),
        List.of("WRITE_DENIED: on a read-only mount no permission helps"),
        "bind the workspace without readOnly: true, or write to another volume or to a result",
        "grep " + mount.mountPoint() + " /proc/self/mountinfo");
  }
}
