package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A security module other than SELinux, or a seccomp filter, refused; which one cannot be seen. */
public final class LsmOrSeccompOther implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.LSM_OR_SECCOMP_OTHER;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    if (!access.denial().againstPrediction()
        || access.volume().onNetwork()
        || access.mount() == null
        || (access.labels().own().isPresent() && access.labels().refused())
        || !aclKnown(access)) {
      return null;
    }
    String label = access.process().label();
    boolean selinux = SecurityLabel.selinux(label).isPresent();
    boolean confined = label != null && !selinux && !label.startsWith("unconfined");
    List<String> evidence =
        access.facts(
            "file system " + FactText.mount(access.mount()),
            "seccomp "
                + (access.process().seccomp() == null
                    ? "not checked"
                    : access.process().seccomp()));
    evidence.add(
        confined
            ? "AppArmor profile " + label + " is in force, which does not prove that it refused"
            : "no AppArmor profile or SELinux label confines this process"
                + (selinux ? ", which is " + label : ""));
    List<RuledOut> ruledOut = new ArrayList<>(access.posixRuledOut());
    ruledOut.add(RuledOut.of(CauseId.SERVER_DENIES, "the file system is local"));
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the mode allows it, so something in the kernel that this step cannot see refused it:"
            + " AppArmor, Landlock, a BPF module, a fanotify scanner or seccomp",
        evidence,
        ruledOut,
        "on the node, look for what confines this pod: its AppArmor and seccomp profile, a"
            + " runtime-security agent (Falco, Tetragon, an antivirus scanner)",
        "on the node: `journalctl -k | grep -iE 'apparmor|audit|seccomp'`; Landlock, BPF and"
            + " fanotify log nothing, so an empty log excludes none of them");
  }

  private static boolean aclKnown(AccessEvidence access) {
    Component decider = access.denial().decider();
    return decider != null && !(decider.acl() instanceof ExtendedAttribute.NotChecked);
  }
}
