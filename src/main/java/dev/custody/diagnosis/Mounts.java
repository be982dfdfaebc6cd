package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.Mount;
import dev.custody.record.ExecutionRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mount of the archive, then and now. */
final class Mounts {
  static final String COMPARABLE = "same boot id, so device numbers can be compared";

  private Mounts() {}

  /** The mount of what cannot be reached, and the one that covered the archive when recorded. */
  record Pair(Mount now, Mount then) {
    List<String> facts() {
      return List.of("recorded " + words(then), "observed " + words(now));
    }
  }

  /** Both mounts; null without a denial, or where they cannot be compared. */
  static @Nullable Pair compared(Access access) {
    Mount now = access.mount();
    Mount then = recorded(access);
    return now == null || then == null || access.denial() == null || !sameBoot(access)
        ? null
        : new Pair(now, then);
  }

  /** The mount that covered the archive when it was first recorded. */
  private static @Nullable Mount recorded(Access access) {
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

  private static boolean sameBoot(Access access) {
    String now = access.observed().step().bootId();
    return now != null
        && access.records().stream().anyMatch(record -> now.equals(record.step().bootId()));
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
