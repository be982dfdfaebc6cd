package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of an access control list, or its mask, decides against the process. */
final class PosixAclDenies implements AccessCause {
  @Override
  public String id() {
    return "POSIX_ACL";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null
        || !denial.predicted()
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || !denied.acl()
        || denied.unmapped()
        || denial.decider() == null) {
      return null;
    }
    String path = denial.decider().path();
    return Access.cause(
        id(),
        Finding.Confidence.HIGH,
        denied.why(),
        access.facts("ACL of " + path + ": " + Words.attribute(denial.decider().acl())),
        List.of(
            "MODE_DENIES: with an ACL the group bits of the mode are its mask, not a permission"),
        "setfacl -m to give the group of the tasks "
            + (denial.attempt().equals("lstat") ? "search (x)" : "read")
            + " permission and a mask that lets it through,"
            + " or setfacl -b "
            + path,
        "getfacl " + path);
  }
}
