package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same image was exported again. Every export differs in its header times, so the sha256 of the
 * tar, its size or index.json change while the manifest does not.
 */
public final class ReexportedSame implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.REEXPORTED_SAME;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    if (content.images().recorded() != ImageIdentity.Match.SAME || !content.damage().isEmpty()) {
      return null;
    }
    FilePair files = content.files();
    ArchiveRewrite rewrite = ArchiveRewrite.of(content);
    boolean otherFile = files != null && files.identity() == FilePair.Identity.OTHER;
    boolean otherTime =
        files != null
            && files.inPlace()
            && files.observed().modified().isAfter(files.recorded().modified());
    if (rewrite == ArchiveRewrite.NO
        || (rewrite == ArchiveRewrite.UNKNOWN && !otherFile && !otherTime)) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        rewrite == ArchiveRewrite.YES
            ? Finding.Confidence.CERTAIN
            : otherFile ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        "the archive was written again with the same image",
        evidence(content, files),
        List.of(),
        "nothing to do; compare manifest digests, not the archive's sha256, size or times",
        "the sha256 of the archive file in both records decides: a new export changes it");
  }

  private static List<String> evidence(ContentEvidence content, @Nullable FilePair files) {
    RecordedEvidence.Look before = Objects.requireNonNull(content.toExplain());
    ArchiveEvidence archiveBefore = before.archive();
    ArchiveEvidence now = content.archive();
    List<String> evidence = new ArrayList<>();
    evidence.add(
        now.image().digest() == null
            ? "the config digest is the recorded one"
            : "the manifest digest is the recorded one, " + now.image().digest());
    addChange(
        evidence,
        "sha256 of the archive",
        archiveBefore == null ? null : archiveBefore.file().digest(),
        now.file().digest());
    addChange(evidence, "digest of index.json", before.indexDigest(), now.file().indexDigest());
    Long size = before.size();
    if (size != null && size > 0 && size != now.file().size()) {
      evidence.add("size recorded " + size + ", observed " + now.file().size() + " bytes");
    }
    if (files != null) {
      evidence.add(files.whichFile());
      evidence.add(files.modified());
    }
    return evidence;
  }

  private static void addChange(
      List<String> evidence, String what, @Nullable Digest before, @Nullable Digest now) {
    if (before != null && now != null && !before.equals(now)) {
      evidence.add(what + " recorded " + before + ", observed " + now);
    }
  }
}
