package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** No cause of the catalogue explains the refusal, and the finding says so. */
public final class UnexplainedDenial implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_DENIAL;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (!denial.refused()) {
      return null;
    }
    String path = denial.component().path();
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        denial.fact() + ", and the evidence does not show why",
        access.facts(
            "process label "
                + (access.process().label() == null ? "none" : access.process().label()),
            "file system " + FactText.mount(access.mount())),
        access.posixRuledOut(),
        "give these facts to the administrator of the node, to look there with "
            + (access.labels().own().isPresent()
                ? "`ausearch -m avc -ts recent` and " + Command.on(path, "ls -ldZ")
                : Command.on(path, "ls -ld"))
            + " and to trace the open (bpftrace, `trace_open --failed`)",
        Command.on(path, "custody explain --format json") + " in each task of the run");
  }
}
