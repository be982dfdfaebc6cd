package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Uid 0 without capabilities is an ordinary user to files of other users. */
public final class RootWithoutDac implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.ROOT_WITHOUT_DAC;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    if (!applies(access)) {
      return null;
    }
    return new Finding(
        id(),
        access.mode().confidence(),
        "uid 0 without CAP_DAC_OVERRIDE is refused like any other user",
        access.facts("effective capabilities: neither CAP_DAC_OVERRIDE nor CAP_DAC_READ_SEARCH"),
        List.of(),
        access
            .mode()
            .orServer(
                "in the task that makes it, "
                    + access.mode().grant()
                    + "; do not rely on being root where capabilities are dropped"),
        Command.of("grep CapEff /proc/self/status") + " in the step");
  }

  /** Whether root is refused by the mode for want of the capability. */
  static boolean applies(AccessEvidence access) {
    return access.mode().refuses()
        && access.credentials() != null
        && access.credentials().uid().filesystem() == 0;
  }
}
