package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file was there when it was recorded, and is gone. */
final class Removed implements AccessCause {
  @Override
  public String id() {
    return "REMOVED";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    Component directory = denial == null ? null : denial.directory();
    FileStatus status = directory == null ? null : directory.status();
    if (denial == null
        || directory == null
        || status == null
        || !denial.errno().equals("ENOENT")
        || access.records().isEmpty()
        || OtherPath.applies(access.observed(), access.records().getFirst())
        || access.onNetwork()
        || !status.modified().isAfter(access.records().getFirst().createdAt())) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.HIGH,
        access.walk().path() + " was removed after it was recorded",
        List.of(
            denial.fact(),
            "recorded at " + access.records().getFirst().createdAt(),
            directory.path() + " changed at " + status.modified()),
        List.of("NOT_YET_VISIBLE: the file system is local to the node"),
        "find the task that cleans the workspace, or another run on the same claim",
        "kubectl get taskruns --sort-by=.status.startTime");
  }
}
