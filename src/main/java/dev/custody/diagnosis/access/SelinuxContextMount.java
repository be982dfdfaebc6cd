package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The whole mount has one label, made for another pod. */
public final class SelinuxContextMount implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SELINUX_CONTEXT_MOUNT;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    SecurityLabel own = access.labels().own().orElse(null);
    SecurityLabel mounted = access.labels().ofMount().orElse(null);
    if (own == null
        || mounted == null
        || !access.labels().refused()
        || denial.prediction() instanceof Prediction.Denied
        || own.dominates(mounted)) {
      return null;
    }
    return new Finding(
        id(),
        // A server that refuses as well looks the same.
        access.volume().onNetwork() || !denial.againstPrediction()
            ? Finding.Confidence.HIGH
            : Finding.Confidence.CERTAIN,
        "the volume is mounted with level " + mounted.level() + ", this process has " + own.level(),
        access.facts("process label " + own, "mount option context=" + mounted),
        access.posixRuledOut(),
        "give all pods of the run the same SELinux level, or set seLinuxChangePolicy: Recursive in"
            + " the podTemplate",
        Command.of("grep context= /proc/self/mountinfo") + " in both steps");
  }
}
