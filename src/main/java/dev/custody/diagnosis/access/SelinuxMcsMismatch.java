package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume carries categories that this pod does not have: another pod relabelled it. */
public final class SelinuxMcsMismatch implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SELINUX_MCS_MISMATCH;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    SecurityLabel own = access.labels().deciding().orElse(null);
    if (own == null) {
      return null;
    }
    for (Component component : access.candidates()) {
      SecurityLabel label = LabelEvidence.of(component).orElse(null);
      if (label != null && !own.dominates(label)) {
        return found(access, denial, component, own, label);
      }
    }
    return access.labels().hidden() && !access.volume().failedAtItsRoot()
        ? unseen(access, denial)
        : null;
  }

  private Finding unseen(AccessEvidence access, Denial denial) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        denial.component().path() + " may be a symbolic link with a different SELinux level",
        access.facts(
            "process label " + access.process().label(),
            "the kernel does not let this process read the label of " + denial.component().path()),
        access.posixRuledOut(),
        "relabel the volume so that the link has the level of its directory",
        "on the node "
            + Command.on(denial.component().path(), "ls -lZ")
            + " shows a different level (this cause) or a different type ("
            + CauseId.SELINUX_TYPE.id()
            + ")");
  }

  private Finding found(
      AccessEvidence access,
      Denial denial,
      Component component,
      SecurityLabel own,
      SecurityLabel label) {
    List<RuledOut> ruledOut = new ArrayList<>(access.posixRuledOut());
    ruledOut.add(RuledOut.of(CauseId.SELINUX_TYPE, "the type is " + label.type()));
    List<String> evidence =
        access.facts("process label " + own, component.path() + " has label " + label);
    access.looks().stream()
        .map(RecordedEvidence.Look::label)
        .filter(recorded -> recorded != null && !recorded.equals(access.process().label()))
        .findFirst()
        .ifPresent(recorded -> evidence.add("the step that recorded it ran as " + recorded));
    String relabelled = relabelled(access, component, label);
    if (relabelled != null) {
      evidence.add(relabelled);
    }
    return new Finding(
        id(),
        // Without the mount it may be the mount's own label (SELINUX_CONTEXT_MOUNT).
        // A server that refuses as well looks the same.
        denial.prediction() instanceof Prediction.Allowed
                && access.mount() != null
                && !access.volume().onNetwork()
            ? Finding.Confidence.CERTAIN
            : Finding.Confidence.HIGH,
        component.path()
            + " has SELinux level "
            + label.level()
            + ", this process has "
            + own.level(),
        evidence,
        ruledOut,
        "give all pods of the run one level: an SCC with seLinuxContext MustRunAs (pipelines-scc,"
            + " restricted-v2), or podTemplate.securityContext.seLinuxOptions.level set to the"
            + " namespace's openshift.io/sa.scc.mcs; until then do not run consumers in parallel",
        "on the node `ausearch -m avc -ts recent`; "
            + Kubectl.of(access.observed(), "get pods -o jsonpath='{..seLinuxOptions.level}'"));
  }

  /** When the label changed from the recorded one; null where it is not known to have changed. */
  private static @Nullable String relabelled(
      AccessEvidence access, Component component, SecurityLabel label) {
    for (RecordedEvidence.Full full : access.records()) {
      for (Component then : full.record().archive().walk().components()) {
        SecurityLabel before = LabelEvidence.of(then).orElse(null);
        if (before != null
            && component.status() != null
            && then.path().equals(component.path())
            && !before.equals(label)) {
          return "it had label "
              + before
              + " when it was recorded at "
              + full.at()
              + "; it was relabelled no later than "
              + component.status().changed()
              + " (ctime): look for a pod that started then";
        }
      }
    }
    return null;
  }
}
