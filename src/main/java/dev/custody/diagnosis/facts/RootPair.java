package dev.custody.diagnosis.facts;

import dev.custody.record.VolumeRoot;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of a volume's root as it was recorded and as it is seen now; where one of them
 * is not known, nothing follows.
 */
public record RootPair(@Nullable VolumeRoot then, @Nullable VolumeRoot now) {
  /** Whether these are surely the same directory. */
  public boolean same() {
    return then != null && now != null && then.isSurely(now);
  }

  /** Whether these are two volumes, or two directories of one. */
  public boolean differ() {
    return then != null && now != null && then.differsFrom(now);
  }

  /** Whether these are two file systems. */
  public boolean shareNothing() {
    return then != null && now != null && then.sharesNothingWith(now);
  }
}
