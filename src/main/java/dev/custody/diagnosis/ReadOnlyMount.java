package dev.custody.diagnosis;

import dev.custody.linux.Mount;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workspace is mounted read-only: reading works, writing the record beside it does not. */
final class ReadOnlyMount implements AccessCause {
  @Override
  public String id() {
    return "READ_ONLY_MOUNT";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Mount mount = access.mount();
    if (mount == null || !(mount.options().contains("ro") || mount.superOptions().contains("ro"))) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        Finding.Confidence.CERTAIN,
        mount.mountPoint() + " is mounted read-only, so no record can be written there",
        List.of(Words.mount(mount) + ", " + String.join(",", mount.options())),
        List.of(),
        "only writing is concerned: the record goes to the results and to standard output",
        "grep " + mount.mountPoint() + " /proc/self/mountinfo");
  }
}
