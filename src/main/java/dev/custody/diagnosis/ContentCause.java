package dev.custody.diagnosis;

import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** One cause that shows in the archive and its file rather than in a denial. */
interface ContentCause {
  /** The id of the catalogue. */
  String id();

  /** The finding, or null where the evidence does not show this cause. */
  @Nullable Finding in(Content content);
}
