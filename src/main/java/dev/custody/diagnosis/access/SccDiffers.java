package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two pods were admitted under different SCCs, which choose the ids of their processes. */
public final class SccDiffers implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SCC_DIFFERS;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    String now = access.observed().step().scc();
    if (now == null || !access.predicted()) {
      return null;
    }
    for (RecordedEvidence.Look record : access.looks()) {
      String then = record.step().scc();
      if (then != null && !then.equals(now) && access.mode().letsIn(record)) {
        return new Finding(
            id(),
            // A compact record does not say whether its process would be let in.
            record instanceof RecordedEvidence.Full
                ? Finding.Confidence.HIGH
                : Finding.Confidence.MEDIUM,
            "the pods were admitted under different SCCs: " + then + " and " + now,
            List.of("recorded scc " + then, "observed scc " + now),
            List.of(),
            "use one service account for all tasks (taskRunTemplate.serviceAccountName), and look"
                + " for taskRunSpecs that change it",
            Kubectl.of(
                access.observed(),
                "get pods -o 'custom-columns=NAME:.metadata.name,"
                    + "SCC:.metadata.annotations.openshift\\.io/scc'"));
      }
    }
    return null;
  }
}
