package dev.custody.diagnosis.access;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** One cause of a path that cannot be read, or not found. */
public interface AccessCause {
  /** The id of the catalogue. */
  CauseId id();

  /** The finding, or null where the evidence does not show this cause. */
  @Nullable Finding in(AccessEvidence access);
}
