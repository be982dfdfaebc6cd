package dev.custody.diagnosis;

import dev.custody.linux.Mount;
import dev.custody.record.ExecutionRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mount of the archive, then and now. */
final class Mounts {
  static final String COMPARABLE = "same boot id, so device numbers can be compared";

  private Mounts() {}

  /** The mount of what cannot be reached, and the one that covered the archive when recorded. */
  record Pair(Mount now, Mount then) {
    /** Whether it is the same directory of the same file system. */
    boolean same() {
      return now.device().equals(then.device()) && now.root().equals(then.root());
    }

    List<String> facts() {
      return List.of("recorded " + words(then), "observed " + words(now));
    }
  }

  /**
   * Both mounts; null without a denial, where the walk did not come as far as the recorded mount,
   * or where no record is of this boot.
   */
  static @Nullable Pair compared(Access access) {
    Mount now = access.mount();
    String boot = access.observed().step().bootId();
    if (now == null || access.denial() == null || boot == null) {
      return null;
    }
    Path failed = Path.of(access.denial().component().path());
    for (ExecutionRecord record : access.records()) {
      Mount then = boot.equals(record.step().bootId()) ? recorded(record) : null;
      if (then != null && failed.startsWith(then.mountPoint())) {
        return new Pair(now, then);
      }
    }
    return null;
  }

  /** The mount that covered the archive when it was recorded. */
  private static @Nullable Mount recorded(ExecutionRecord record) {
    if (record.files().isEmpty() || record.files().getFirst().components().isEmpty()) {
      return null;
    }
    Integer id = record.files().getFirst().last().mountId();
    return record.mounts().stream()
        .filter(mount -> Objects.equals(id, mount.id()))
        .findFirst()
        .orElse(null);
  }

  private static String words(Mount mount) {
    return mount.type()
        + " "
        + mount.source()
        + ", device "
        + mount.device()
        + ", root "
        + mount.root()
        + ", on "
        + mount.mountPoint();
  }
}
