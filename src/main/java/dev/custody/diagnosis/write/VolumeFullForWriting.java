package dev.custody.diagnosis.write;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
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
    if (!write.errno().equals("ENOSPC")) {
      return null;
    }
    return new Finding(
        id(),
        // With room left it may be a quota, or what was to be written was larger than the room.
        write.hasRoom() ? Finding.Confidence.MEDIUM : Finding.Confidence.CERTAIN,
        "the volume has no room left for " + write.probe().path(),
        write.facts(
            "available: "
                + write.probe().space().availableBytes()
                + " bytes, "
                + write.probe().space().availableInodes()
                + " inodes"),
        List.of("QUOTA: the kernel would say EDQUOT"),
        "enlarge the claim or clean it",
        "df and df -i " + write.probe().space().path());
  }
}
