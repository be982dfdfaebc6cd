package dev.custody.diagnosis.content;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes show two contents of one file: a network file system's cache, or a block device mounted
 * twice.
 */
public final class StaleCache implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.STALE_CACHE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    FilePair files = content.files();
    if (files == null
        || !content.images().isOther()
        || !content.otherBoot()
        || files.isDirectory()
        || !files.inPlace()
        || !files.sameSize()
        || !files.sameModified()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "this node and the node where it was recorded see different content of the same unmodified"
            + " file, so one of them has a stale cache",
        List.of(
            content.images().line(),
            files.whichFile(),
            files.size() + "; " + files.modified(),
            "boot recorded "
                + (recorded == null ? "" : recorded.step().bootId())
                + ", observed "
                + content.observed().step().bootId()),
        List.of(
            RuledOut.of(CauseId.REWRITTEN_IN_PLACE, "the modification time is the recorded one")),
        "run both tasks on one node (affinity assistant, coschedule: workspaces), or mount with"
            + " noac; never mount one block device on two nodes",
        "drop the node's cache with `echo 1 > /proc/sys/vm/drop_caches` and verify again");
  }
}
