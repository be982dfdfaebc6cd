package dev.custody.diagnosis;

import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** One cause of a path that cannot be read, or not found. */
interface AccessCause {
  /** The id of the catalogue. */
  String id();

  /** The finding, or null where the evidence does not show this cause. */
  @Nullable Finding in(Access access);
}
