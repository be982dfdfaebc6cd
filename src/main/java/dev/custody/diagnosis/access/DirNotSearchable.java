package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory on the way gives this process no search permission. */
public final class DirNotSearchable implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.DIR_NOT_SEARCHABLE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.call() != Denial.Call.LSTAT
        || !access.mode().refuses()
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || denial.decider() == null) {
      return null;
    }
    String directory = denial.decider().path();
    List<String> evidence = access.facts(denied.why());
    evidence.addAll(access.labels().refusesNext());
    return new Finding(
        id(),
        access.mode().confidence(),
        directory + " cannot be searched by this process",
        evidence,
        List.of(),
        access.mode().orServer("in the task that makes the directory, " + access.mode().grant()),
        Command.on(access.walk().path(), "namei -l"));
  }
}
