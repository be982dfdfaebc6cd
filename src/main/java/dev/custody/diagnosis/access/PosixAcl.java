package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of an access control list, or its mask, decides against the process. */
public final class PosixAcl implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.POSIX_ACL;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (!denial.predicted()
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || !denied.acl()
        || denied.unmapped()
        || denial.decider() == null) {
      return null;
    }
    String path = denial.decider().path();
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        denied.why(),
        access.facts("ACL of " + path + ": " + FactText.attribute(denial.decider().acl())),
        List.of(
            RuledOut.of(
                CauseId.MODE_DENIES,
                "with an ACL the group bits of the mode are its mask, not a permission")),
        "give the group of the tasks "
            + (denial.call() == Denial.Call.LSTAT ? "search (x)" : "read")
            + " permission, and a mask that lets it through, with `setfacl -m`, or remove the ACL: "
            + Command.on(path, "setfacl -b"),
        Command.on(path, "getfacl"));
  }
}
