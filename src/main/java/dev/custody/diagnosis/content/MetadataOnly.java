package dev.custody.diagnosis.content;

import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file is the recorded one byte for byte; only its owner, mode, links or label changed, as
 * kubelet and the container runtime do for every pod.
 */
public final class MetadataOnly implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.METADATA_ONLY;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null
        || content.images().recorded() == ImageIdentity.Match.OTHER
        || !files.inPlace()
        || !files.sameSize()
        || !files.sameModified()
        || files.sameChanged()) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(files.whichFile() + "; size and modification time are the recorded ones");
    evidence.add(files.changed());
    addChange(evidence, "owner", files.recorded().uid(), files.observed().uid());
    addChange(evidence, "group", files.recorded().gid(), files.observed().gid());
    addChange(evidence, "links", files.recorded().links(), files.observed().links());
    if (files.recorded().mode() != files.observed().mode()) {
      evidence.add(
          String.format(
              "mode recorded %04o, observed %04o",
              files.recorded().mode(), files.observed().mode()));
    }
    boolean proved = content.images().recorded() == ImageIdentity.Match.SAME;
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        proved ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "only the file's metadata changed since it was recorded, as happens when a pod mounts a"
            + " volume",
        evidence,
        List.of("REWRITTEN_IN_PLACE: the modification time is the recorded one"),
        "nothing to do; do not compare change times (ctime)",
        "`custody verify --depth content …` hashes every byte");
  }

  private static void addChange(List<String> evidence, String what, long before, long now) {
    if (before != now) {
      evidence.add(what + " recorded " + before + ", observed " + now);
    }
  }
}
