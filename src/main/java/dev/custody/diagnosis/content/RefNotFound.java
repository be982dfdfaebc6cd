package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/**
 * No image of the archive has the name that was asked for. Names are compared letter by letter, tag
 * included.
 */
public final class RefNotFound implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.REF_NOT_FOUND;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    return ImageNotChosen.finding(
        id(), Problem.Kind.REF_NOT_FOUND, "the archive has no image of that name", content);
  }
}
