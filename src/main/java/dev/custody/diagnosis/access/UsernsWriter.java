package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.UserNamespace;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer ran in a user namespace, so on the node the file belongs to an id of that namespace's
 * range.
 */
public final class UsernsWriter implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.USERNS_WRITER;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    var here = access.process().userNamespace();
    if (decider == null
        || status == null
        || here == null
        || !denial.predicted()
        || !here.isIdentity()) {
      return null;
    }
    for (var record : access.records()) {
      var there = record.record().process().userNamespace();
      if (there != null
          && !there.isIdentity()
          && there.uidMap().stream()
              .anyMatch(
                  r -> status.uid() >= r.outside() && status.uid() - r.outside() < r.count())) {
        return new Finding(
            id(),
            // Inode numbers of two volumes may be equal.
            !access.volume().differs() && recordedAs(record, there, status)
                ? Finding.Confidence.CERTAIN
                : Finding.Confidence.HIGH,
            decider.path()
                + " was written by a pod in a user namespace, so it belongs to uid "
                + status.uid()
                + " on the node",
            access.facts("the step that recorded it had uid_map " + FactText.ranges(there, true)),
            List.of(),
            "run all tasks with the same user namespace mode, on a file system that supports"
                + " idmapped mounts; or make the file group or other readable",
            "cat /proc/self/uid_map in both steps");
      }
    }
    return null;
  }

  /** Whether the record shows the file with the id that this one is in the recording namespace. */
  private static boolean recordedAs(
      RecordedEvidence.Full record, UserNamespace there, FileStatus now) {
    FileStatus then = record.file();
    return then != null
        && then.inode() == now.inode()
        && there.uidMap().stream()
            .anyMatch(range ->
                range.maps(then.uid())
                    && then.uid() - range.inside() == now.uid() - range.outside());
  }
}
