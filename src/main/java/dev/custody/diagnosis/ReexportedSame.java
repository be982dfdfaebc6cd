package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same image was exported again. Every export differs in its header times, so the sha256 of the
 * tar, its size or index.json change while the manifest does not.
 */
final class ReexportedSame implements ContentCause {
  @Override
  public String id() {
    return "REEXPORTED_SAME";
  }

  @Override
  public @Nullable Finding in(Content content) {
    if (content.recordedImage() != Content.Image.SAME) {
      return null;
    }
    ArchiveEvidence before = Objects.requireNonNull(content.recordedArchive());
    ArchiveEvidence now = Objects.requireNonNull(content.archive());
    FilePair files = content.files();
    Rewrite rewrite = Rewrite.of(content);
    boolean otherFile = files != null && files.identity() == FilePair.Identity.OTHER;
    boolean otherTime =
        files != null
            && files.inPlace()
            && files.observed().modified().isAfter(files.recorded().modified());
    if (rewrite == Rewrite.NO || (rewrite == Rewrite.UNKNOWN && !otherFile && !otherTime)) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(
        now.digest() == null
            ? "the config digest is the recorded one"
            : "the manifest digest is the recorded one, " + now.digest());
    addChange(evidence, "sha256 of the archive", before.archiveDigest(), now.archiveDigest());
    addChange(evidence, "digest of index.json", before.indexDigest(), now.indexDigest());
    if (before.size() > 0 && before.size() != now.size()) {
      evidence.add("size recorded " + before.size() + ", observed " + now.size() + " bytes");
    }
    if (files != null) {
      evidence.add(files.whichFile());
      evidence.add(files.modified());
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        rewrite == Rewrite.YES
            ? Finding.Confidence.CERTAIN
            : otherFile ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        "the archive was written again with the same image",
        evidence,
        List.of(),
        "nothing to do; compare manifest digests, not the archive's sha256, size or times",
        "the sha256 of the archive file in both records decides: a new export changes it");
  }

  private static void addChange(
      List<String> evidence, String what, @Nullable Digest before, @Nullable Digest now) {
    if (before != null && now != null && !before.equals(now)) {
      evidence.add(what + " recorded " + before + ", observed " + now);
    }
  }
}
