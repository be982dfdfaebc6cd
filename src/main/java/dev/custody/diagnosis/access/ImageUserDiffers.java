package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading step runs as another user than the task that recorded the archive, as each image's
 * USER says.
 */
public final class ImageUserDiffers implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.IMAGE_USER_DIFFERS;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Credentials now = access.credentials();
    if (now == null) {
      return null;
    }
    for (Credentials then : access.mode().letInAs()) {
      if (then.uid().filesystem() != now.uid().filesystem()) {
        return new Finding(
            id(),
            Finding.Confidence.MEDIUM,
            "recorded as uid "
                + then.uid().filesystem()
                + ", read as uid "
                + now.uid().filesystem(),
            FactText.both(then, now),
            List.of(),
            "set runAsUser in the podTemplate or stepTemplate, or make the file readable by a"
                + " common group",
            "`id` in both steps");
      }
    }
    return null;
  }
}
