package dev.custody.diagnosis;

import dev.custody.linux.Credentials;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading step runs as somebody else than the recording one. */
final class IdentityDiffers implements AccessCause {
  @Override
  public String id() {
    return "IMAGE_USER_DIFFERS";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    Credentials now = access.credentials();
    if (denial == null || now == null || !denial.predicted()) {
      return null;
    }
    for (var record : access.records()) {
      Credentials then = record.process().credentials();
      String scc = access.observed().step().scc();
      if (scc != null && record.step().scc() != null && !scc.equals(record.step().scc())) {
        return Access.cause(
            "SCC_DIFFERS",
            Finding.Confidence.HIGH,
            "the pods were admitted under different SCCs: " + record.step().scc() + " and " + scc,
            List.of("recorded scc " + record.step().scc(), "observed scc " + scc),
            List.of(),
            "use one service account for all tasks (taskRunTemplate.serviceAccountName), and look for"
                + " taskRunSpecs that change it",
            "kubectl get pods -o custom-columns=NAME:.metadata.name,SCC:.metadata.annotations.openshift\\\\.io/scc");
      }
      if (then != null && then.uid().filesystem() != now.uid().filesystem()) {
        return Access.cause(
            id(),
            Finding.Confidence.MEDIUM,
            "recorded as uid "
                + then.uid().filesystem()
                + ", read as uid "
                + now.uid().filesystem(),
            List.of("recorded " + Words.who(then), "observed " + Words.who(now)),
            List.of(),
            "set runAsUser in the podTemplate or stepTemplate, or make the file readable by a common"
                + " group",
            "id in both steps");
      }
      if (then != null && !then.groups().equals(now.groups())) {
        return Access.cause(
            "GROUPS_FROM_IMAGE",
            Finding.Confidence.MEDIUM,
            "the same uid, but other groups than when it was recorded",
            List.of("recorded " + Words.who(then), "observed " + Words.who(now)),
            List.of(),
            "put the gid into supplementalGroups or fsGroup, and set supplementalGroupsPolicy: Strict",
            "id -G in both steps; /etc/group of both images");
      }
    }
    return null;
  }
}
