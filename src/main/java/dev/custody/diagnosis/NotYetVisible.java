package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory is there and the file is not yet: not written, or not seen by this node. */
final class NotYetVisible implements AccessCause {
  @Override
  public String id() {
    return "NOT_YET_VISIBLE";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    if (denial == null
        || !denial.attempt().equals("lstat")
        || !denial.errno().equals("ENOENT")
        || !denial.component().path().equals(access.walk().path())
        || access.walk().path().contains("$(")
        || !access.onNetwork()
        || access.records().isEmpty()
        || OtherPath.applies(access.observed(), access.records().getFirst())) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.MEDIUM,
        access.walk().path() + " was recorded, and this node does not see it (yet)",
        List.of(denial.fact(), "file system " + Words.mount(access.mount())),
        List.of("NOT_ON_A_PVC: the path lies on " + Words.mount(access.mount())),
        "look again with --wait; mount with lookupcache=positive or lower ac* times, or keep the"
            + " tasks on one node",
        "ls the directory on the node that wrote the file");
  }
}
