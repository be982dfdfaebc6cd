package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The owner has no name in our user namespace, so our capabilities do not reach the file. */
final class UserNamespaceUnmapped implements AccessCause {
  @Override
  public String id() {
    return "USERNS_UNMAPPED";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null
        || !denial.predicted()
        || !(denial.prediction() instanceof Prediction.Denied denied)
        || !denied.unmapped()
        || denial.decider() == null) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.CERTAIN,
        denial.decider().path() + " belongs to an id that is not mapped in our user namespace",
        access.facts(
            denied.why(),
            "uid_map " + Words.ranges(access.process().userNamespace(), true),
            "gid_map " + Words.ranges(access.process().userNamespace(), false)),
        List.of("ROOT_WITHOUT_DAC: the process has the capability, but only over mapped ids"),
        "run all tasks of the pipeline with the same user namespace mode (hostUsers, or CRI-O's"
            + " userns-mode annotation), on a file system that supports idmapped mounts; or make the"
            + " file group or other readable",
        "cat /proc/self/uid_map in the step that wrote the file");
  }
}
