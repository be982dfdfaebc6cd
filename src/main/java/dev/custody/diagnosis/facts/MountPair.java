package dev.custody.diagnosis.facts;

import dev.custody.linux.Mount;
import java.util.List;

/** The mount that covered the archive when it was recorded, and the one at its place now. */
public record MountPair(Mount then, Mount now) {
  /** Why device numbers of the two can be compared. */
  public static final String COMPARABLE = "same boot id, so device numbers can be compared";

  /** Whether both show the same file system, by its device number. */
  public boolean sameDevice() {
    return now.device().equals(then.device());
  }

  /** Whether both show the same directory of their file systems. */
  public boolean sameRoot() {
    return now.root().equals(then.root());
  }

  /** One line each, for an evidence list. */
  public List<String> facts() {
    return List.of("recorded " + words(then), "observed " + words(now));
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
