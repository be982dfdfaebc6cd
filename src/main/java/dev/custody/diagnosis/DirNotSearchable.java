package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory on the way gives this process no search permission. */
final class DirNotSearchable implements AccessCause {
  @Override
  public String id() {
    return "DIR_NOT_SEARCHABLE";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null
        || !denial.attempt().equals("lstat")
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || !denial.predicted()
        || denied.acl()
        || denied.unmapped()
        || denial.decider() == null) {
      return null;
    }
    String directory = denial.decider().path();
    return Access.cause(
        id(),
        access.plainConfidence(),
        directory + " cannot be searched by this process",
        access.facts(denied.why()),
        List.of(),
        "in the task that makes the directory, " + access.grant(),
        "namei -l " + access.walk().path());
  }
}
