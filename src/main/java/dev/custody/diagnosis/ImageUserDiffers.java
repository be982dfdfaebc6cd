package dev.custody.diagnosis;

import dev.custody.linux.Credentials;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading step runs as another user than the recording one, as each image's USER says. */
final class ImageUserDiffers implements AccessCause {
  @Override
  public String id() {
    return "IMAGE_USER_DIFFERS";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Credentials now = access.credentials();
    if (now == null || !access.predicted()) {
      return null;
    }
    for (ExecutionRecord record : access.records()) {
      Credentials then = record.process().credentials();
      if (then != null
          && access.letsIn(record)
          && then.uid().filesystem() != now.uid().filesystem()) {
        return Access.cause(
            id(),
            Finding.Confidence.MEDIUM,
            "recorded as uid "
                + then.uid().filesystem()
                + ", read as uid "
                + now.uid().filesystem(),
            List.of("recorded " + Words.who(then), "observed " + Words.who(now)),
            List.of(),
            "set runAsUser in the podTemplate or stepTemplate, or make the file readable by a common"
                + " group",
            "id in both steps");
      }
    }
    return null;
  }
}
