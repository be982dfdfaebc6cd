package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.Mount;
import dev.custody.record.ExecutionRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mount of the archive, then and now. */
final class Mounts {
  private Mounts() {}

  /** The mount that covered the archive when it was first recorded. */
  static @Nullable Mount recorded(Access access) {
    for (ExecutionRecord record : access.records()) {
      if (!record.files().isEmpty() && !record.files().getFirst().components().isEmpty()) {
        Component last = record.files().getFirst().last();
        for (Mount mount : record.mounts()) {
          if (Objects.equals(last.mountId(), mount.id())) {
            return mount;
          }
        }
      }
    }
    return null;
  }

  static boolean sameBoot(Access access) {
    String now = access.observed().step().bootId();
    return now != null
        && access.records().stream().anyMatch(record -> now.equals(record.step().bootId()));
  }

  static String words(Mount mount) {
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
