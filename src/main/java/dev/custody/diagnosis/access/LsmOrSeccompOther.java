package dev.custody.diagnosis.access;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** Another security module, or a seccomp filter, refused. */
public final class LsmOrSeccompOther implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.LSM_OR_SECCOMP_OTHER;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    String label = access.process().label();
    boolean profile = label != null && access.ownLabel().isEmpty() && !label.equals("unconfined");
    if (!denial.againstPrediction() || access.onNetwork()) {
      return null;
    }
    if (!profile && !denial.errno().equals("EPERM")) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "POSIX grants it, and "
            + (profile ? "an AppArmor profile is in force" : "the kernel said EPERM, not EACCES"),
        access.facts("process label " + label, "seccomp " + access.process().seccomp()),
        access.posixRuledOut(),
        "look at the profile that the pod runs under; allow reading the workspace",
        "on the node: dmesg | grep -i -E \"apparmor|seccomp\"");
  }
}
