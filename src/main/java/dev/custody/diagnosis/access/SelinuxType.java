package dev.custody.diagnosis.access;

import dev.custody.linux.Component;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** The file has a type that containers may not read. */
public final class SelinuxType implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SELINUX_TYPE;
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
      if (label != null && !LabelEvidence.isOfContainers(label) && own.dominates(label)) {
        return found(
            access,
            // A boolean may allow the type of a network file system; the server may refuse too.
            // A domain with a policy of its own may be allowed the type.
            access.volume().onNetwork() || !access.labels().ofContainer()
                ? Finding.Confidence.MEDIUM
                : Finding.Confidence.HIGH,
            component.path() + " has type " + label.type(),
            component.path() + " has label " + label);
      }
    }
    if (access.volume().failedAtItsRoot() && access.labels().hidden()) {
      return found(
          access,
          Finding.Confidence.HIGH,
          "the volume at "
              + denial.component().path()
              + " has a type that this process may not use",
          "the kernel does not let this process even read the label, which a different level alone"
              + " would not forbid");
    }
    return access.labels().hidden()
        ? found(
            access,
            Finding.Confidence.MEDIUM,
            denial.component().path() + " has a label that this process may not read",
            "the directory has label " + LabelEvidence.of(denial.directory()).orElseThrow())
        : null;
  }

  private Finding found(
      AccessEvidence access, Finding.Confidence confidence, String summary, String fact) {
    return new Finding(
        id(),
        confidence,
        summary,
        access.facts("process label " + access.process().label(), fact),
        access.posixRuledOut(),
        "an administrator relabels the volume (`chcon -R -t container_file_t`) or sets the boolean"
            + " for its kind (virt_use_nfs, container_use_cephfs)",
        "on the node: `ls -lZ` of the file, `ausearch -m avc -ts recent`");
  }
}
