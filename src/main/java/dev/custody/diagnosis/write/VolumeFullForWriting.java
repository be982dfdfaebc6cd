package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Capabilities;
import dev.custody.linux.Mount;
import dev.custody.linux.Space;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no room left. */
public final class VolumeFullForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.VOLUME_FULL;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    boolean refused = write.errno().equals("ENOSPC");
    // Where permissions refuse, the kernel never comes as far as counting.
    boolean before = write.errno().isEmpty() || write.refused() || write.errno().equals("EROFS");
    if (!refused && !(before && full(write))) {
      return null;
    }
    return new Finding(
        id(),
        confidence(write, refused),
        "the volume has no room left for " + write.probe().path(),
        write.facts(
            "available: "
                + write.probe().space().availableBytes()
                + " bytes, "
                + write.probe().space().availableInodes()
                + " inodes"),
        refused && !write.countsProject()
            ? List.of(RuledOut.of(CauseId.QUOTA, "a used-up quota gives EDQUOT"))
            : List.of(),
        "enlarge the claim or clean it",
        Command.on(write.probe().space().path(), "df")
            + " and "
            + Command.on(write.probe().space().path(), "df -i"));
  }

  private static Finding.Confidence confidence(WriteEvidence write, boolean refused) {
    // With room left it may be a quota, or what was to be written was larger than the room.
    if (write.countsProject() || (refused && !write.isFull())) {
      return Finding.Confidence.MEDIUM;
    }
    return refused ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH;
  }

  /** Nothing is available to this process, before it tries. */
  private static boolean full(WriteEvidence write) {
    Space space = write.probe().space();
    Capabilities held = write.process().capabilities();
    Mount mount = write.probe().mount();
    if (held == null
        || (held.effective().contains("CAP_SYS_RESOURCE")
            && !(mount != null && mount.type().equals("tmpfs")))) {
      // Blocks may be reserved for it, which statvfs does not count.
      return false;
    }
    return isUsedUp(space.availableBytes(), space.totalBytes())
        || (write.probe().existing() == null
            && isUsedUp(space.availableInodes(), space.totalInodes()));
  }

  /** A file system that counts nothing (FUSE without statfs, proc) reports 0 of 0. */
  private static boolean isUsedUp(@Nullable Long available, @Nullable Long total) {
    return available != null && available == 0 && total != null && total > 0;
  }
}
