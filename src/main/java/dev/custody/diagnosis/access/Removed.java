package dev.custody.diagnosis.access;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file was there when it was recorded, and is gone. */
public final class Removed implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.REMOVED;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    RecordedEvidence.Look recorded = access.recorded();
    Component directory = denial.directory();
    FileStatus status = directory == null ? null : directory.status();
    if (directory == null
        || status == null
        || !denial.errno().equals("ENOENT")
        || recorded == null
        || access.namesOtherFile()
        || access.onNetwork()
        || access.otherVolume()
        || !status.modified().isAfter(recorded.at())) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        access.walk().path() + " was removed after it was recorded",
        List.of(
            denial.fact(),
            "recorded at " + recorded.at(),
            directory.path() + " changed at " + status.modified()),
        List.of("NOT_YET_VISIBLE: the file system is local to the node"),
        "find the task that cleans the workspace, or another run on the same claim",
        "kubectl get taskruns --sort-by=.status.startTime");
  }
}
