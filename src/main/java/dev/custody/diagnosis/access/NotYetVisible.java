package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory exists, the file does not yet: it is not written, or this node does not see it. */
public final class NotYetVisible implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.NOT_YET_VISIBLE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.call() != Denial.Call.LSTAT
        || !denial.errno().equals("ENOENT")
        || !denial.component().path().equals(access.walk().path())
        || access.unresolved()
        || !access.volume().onNetwork()
        || access.volume().differs()
        || access.looks().isEmpty()
        || access.namesOtherFile()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        access.walk().path() + " was recorded, but this node does not see it yet",
        List.of(denial.fact(), "file system " + FactText.mount(access.mount())),
        List.of(
            RuledOut.of(
                CauseId.NOT_ON_A_PVC, "the path lies on " + FactText.mount(access.mount()))),
        "look again with --wait; mount with lookupcache=positive or lower ac* times, or keep the"
            + " tasks on one node",
        "ls the directory on the node that wrote the file");
  }
}
