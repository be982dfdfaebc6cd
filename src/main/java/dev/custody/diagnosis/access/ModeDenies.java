package dev.custody.diagnosis.access;

import dev.custody.diagnosis.posix.Prediction;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mode gives the class this process is in no permission, and nothing more special explains it.
 */
public final class ModeDenies implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.MODE_DENIES;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.attempt().equals("lstat")
        || !denial.predicted()
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || denied.acl()
        || denied.unmapped()) {
      return null;
    }
    String path = denial.component().path();
    return new Finding(
        id(),
        access.plainConfidence(),
        path + " may not be read: " + denied.why(),
        access.facts(),
        List.of(),
        "after the export, in the same task, "
            + access.grant()
            + "; skopeo keeps the umask, so with umask 0077 it writes 0600",
        "stat " + path + " in the task that wrote it");
  }
}
