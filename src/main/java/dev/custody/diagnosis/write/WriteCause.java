package dev.custody.diagnosis.write;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** One cause of a file that cannot be written. */
public interface WriteCause {
  /** The id of the catalogue. */
  CauseId id();

  /** The finding, or null where the evidence does not show this cause. */
  @Nullable Finding in(WriteEvidence write);
}
