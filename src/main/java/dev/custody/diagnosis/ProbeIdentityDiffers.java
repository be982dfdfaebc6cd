package dev.custody.diagnosis;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This step looked as another user than the one that will read the archive next, so what it could
 * read says little about the next step.
 */
final class ProbeIdentityDiffers {
  private ProbeIdentityDiffers() {}

  /** The warning; null if the ids are the same or ours are not known. */
  static @Nullable Finding of(ExecutionRecord observed, long nextUid) {
    Credentials who = observed.process().credentials();
    if (who == null || who.uid().filesystem() == nextUid) {
      return null;
    }
    return new Finding(
        CauseId.PROBE_IDENTITY_DIFFERS,
        Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        "this step runs as uid "
            + who.uid().filesystem()
            + ", but the next step will run as uid "
            + nextUid,
        List.of(FactText.who(who)),
        List.of(),
        "set the identity in the stepTemplate or the podTemplate, which all steps share; Tekton"
            + " drops the securityContext of a step that refers to a StepAction"
            + " (tektoncd/pipeline#10634)",
        "`id` in both steps");
  }
}
