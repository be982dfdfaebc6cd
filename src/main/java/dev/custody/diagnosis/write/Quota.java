package dev.custody.diagnosis.write;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A quota is used up, though the file system has room. */
public final class Quota implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.QUOTA;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    // XFS says ENOSPC where a project's quota is used up, and statvfs shows what the project has.
    boolean said = write.errno().equals("EDQUOT");
    boolean project = write.errno().equals("ENOSPC") && (!write.isFull() || write.countsProject());
    if (!said && !project) {
      return null;
    }
    return new Finding(
        id(),
        !said
            ? Finding.Confidence.MEDIUM
            // A daemon behind FUSE chooses its answers.
            : write.onFuse() ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN,
        "the quota on " + write.probe().space().path() + (said ? " is" : " may be") + " used up",
        write.facts(
            "statvfs shows "
                + write.probe().space().availableBytes()
                + " bytes available, which does not count every quota of the user, group or"
                + " project"),
        said ? List.of(RuledOut.of(CauseId.VOLUME_FULL, "a full volume gives ENOSPC")) : List.of(),
        "raise the quota of the claim, user or project, or remove what is no longer needed",
        "`quota -s`; on the node `repquota`, `xfs_quota -x -c report` or `btrfs qgroup show`");
  }
}
