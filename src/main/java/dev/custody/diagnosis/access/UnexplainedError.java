package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel gave an error that is no refusal and that nothing of the catalogue explains. */
public final class UnexplainedError implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_ERROR;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.refused()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        denial.fact() + ", and the evidence does not show why",
        access.facts("file system " + FactText.mount(access.mount())),
        List.of("MODE_DENIES: a missing permission gives EACCES"),
        denial.errno().startsWith("EKEY") || denial.errno().equals("ENOKEY")
            ? "renew the credentials that the volume is mounted with (Kerberos ticket, key); then"
                + " run the task again"
            : "look at the file system and its server on the node, then run the task again",
        "`custody explain "
            + ShellWord.path(denial.component().path())
            + "` in another pod on the same node");
  }
}
