package dev.custody.diagnosis.content;

import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file has the recorded size and modification time; its owner, mode, links or label changed, as
 * kubelet and the container runtime do for every pod. A modification time can be set back, so only
 * hashes show that nothing was written into it.
 */
public final class MetadataOnly implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.METADATA_ONLY;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    ArchiveRewrite rewrite = ArchiveRewrite.of(content);
    if (files == null
        || content.images().recorded() == ImageIdentity.Match.OTHER
        || !content.archive().checks().problems().isEmpty()
        || rewrite == ArchiveRewrite.YES
        || !files.inPlace()
        || !files.sameSize()
        || !files.sameModified()
        || files.sameChanged()) {
      return null;
    }
    boolean hashed =
        rewrite == ArchiveRewrite.NO
            || (content.layers().hashed()
                && content.images().recorded() == ImageIdentity.Match.SAME);
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        hashed ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        hashed
            ? "the file's metadata changed since it was recorded, as happens when a pod mounts a"
                + " volume; the image in it is the recorded one"
            : "the file's metadata changed since it was recorded, as happens when a pod mounts a"
                + " volume; its layers were not hashed",
        evidence(content, files, hashed, rewrite),
        hashed
            ? List.of(
                RuledOut.of(
                    CauseId.REWRITTEN_IN_PLACE, "the image is the recorded one, blob by blob"))
            : List.of(),
        hashed
            ? "nothing to do; do not compare change times (ctime)"
            : "nothing to do where nobody else can write to the file; otherwise verify with --depth"
                + " content, since whoever writes can set the modification time back (touch -r)",
        "`custody verify --depth content …` hashes every byte");
  }

  private static List<String> evidence(
      ContentEvidence content, FilePair files, boolean hashed, ArchiveRewrite rewrite) {
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
    if (hashed) {
      evidence.add(
          rewrite == ArchiveRewrite.NO
              ? "the sha256 of the archive is the recorded one"
              : content.archive().checks().blobsHashed()
                  + " blobs hashed, and the manifest is the recorded one");
    }
    return evidence;
  }

  private static void addChange(List<String> evidence, String what, long before, long now) {
    if (before != now) {
      evidence.add(what + " recorded " + before + ", observed " + now);
    }
  }
}
