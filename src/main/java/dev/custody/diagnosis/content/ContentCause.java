package dev.custody.diagnosis.content;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** One cause that shows in the archive and its file rather than in a denial. */
public interface ContentCause {
  /** The id of the catalogue. */
  CauseId id();

  /** The finding, or null where the evidence does not show this cause. */
  @Nullable Finding in(ContentEvidence content);
}
