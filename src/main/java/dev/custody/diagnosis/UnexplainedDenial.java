package dev.custody.diagnosis;

import dev.custody.record.Finding;
import org.jspecify.annotations.Nullable;

/** Nothing of the catalogue explains the refusal; the honest answer. */
final class UnexplainedDenial implements AccessCause {
  @Override
  public String id() {
    return "UNEXPLAINED_DENIAL";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null || !denial.refused()) {
      return null;
    }
    String path = denial.component().path();
    return Access.cause(
        id(),
        Finding.Confidence.MEDIUM,
        denial.fact() + ", and nothing in the evidence explains it",
        access.facts(
            "process label " + access.process().label(),
            "file system " + Words.mount(access.mount())),
        access.posixRuledOut(),
        "take these facts to the node: ausearch -m avc -ts recent; ls -ldZ "
            + path
            + "; trace the open there (bpftrace, trace_open --failed)",
        "custody explain " + path + " --format json, in each task of the run");
  }
}
