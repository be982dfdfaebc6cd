package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writer ran in a user namespace, so the file carries an id of its range on the node. */
final class UsernsWriter implements AccessCause {
  @Override
  public String id() {
    return "USERNS_WRITER";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    Component decider = denial == null ? null : denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    var here = access.process().userNamespace();
    if (denial == null
        || decider == null
        || status == null
        || here == null
        || !denial.predicted()
        || !here.isIdentity()) {
      return null;
    }
    for (var record : access.records()) {
      var there = record.process().userNamespace();
      if (there != null
          && !there.isIdentity()
          && there.uidMap().stream()
              .anyMatch(
                  r -> status.uid() >= r.outside() && status.uid() - r.outside() < r.count())) {
        return Access.cause(
            id(),
            Finding.Confidence.CERTAIN,
            decider.path()
                + " was written from a user namespace: uid "
                + status.uid()
                + " on the node",
            access.facts("the recording step had uid_map " + Words.ranges(there, true)),
            List.of(),
            "run all tasks with the same user namespace mode, on a file system that supports"
                + " idmapped mounts; or make the file group or other readable",
            "cat /proc/self/uid_map in both steps");
      }
    }
    return null;
  }
}
