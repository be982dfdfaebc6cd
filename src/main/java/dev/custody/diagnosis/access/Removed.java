package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
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
    RecordedEvidence.Look recorded = access.baseline();
    Component directory = denial.directory();
    FileStatus status = directory == null ? null : directory.status();
    if (directory == null
        || status == null
        || !denial.errno().equals("ENOENT")
        || recorded == null
        || access.namesOtherFile()
        || access.volume().onNetwork()
        || access.volume().differs()
        || elsewhere(access)
        || !status.modified().isAfter(recorded.at())) {
      return null;
    }
    return finding(access, recorded, directory, status);
  }

  private static boolean elsewhere(AccessEvidence access) {
    MountPair mounts = access.volume().mounts();
    return mounts != null
        && mounts.relation(access.volume().onNodeDisk()) != MountPair.Relation.SAME;
  }

  private Finding finding(
      AccessEvidence access,
      RecordedEvidence.Look recorded,
      Component directory,
      FileStatus status) {
    return new Finding(
        id(),
        // Without a fingerprint it may be another volume, or another directory of it.
        access.volume().isTheRecordedOne() ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        access.walk().path() + " was removed after it was recorded",
        List.of(
            access.denial().fact(),
            "recorded at " + recorded.at(),
            directory.path() + " changed at " + status.modified()),
        List.of(
            RuledOut.of(
                CauseId.NOT_YET_VISIBLE,
                "the file system is local to this node, so no cache can lag behind")),
        "find the task that cleans the workspace, or another run on the same claim",
        Kubectl.of(access.observed(), "get taskruns --sort-by=.status.startTime"));
  }
}
