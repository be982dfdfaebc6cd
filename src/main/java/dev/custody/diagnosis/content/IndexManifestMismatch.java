package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Index, manifest, config and layers do not belong together: an edited or mixed layout. skopeo
 * inspect does not notice, skopeo copy fails or pushes what nobody built.
 */
public final class IndexManifestMismatch implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.INDEX_MANIFEST_MISMATCH;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    boolean written = !ChangesSinceRecord.of(content).nobodyWrote();
    List<Problem> found =
        content
            .problems(
                Problem.Kind.DIGEST_MISMATCH,
                Problem.Kind.SIZE_MISMATCH,
                Problem.Kind.BLOB_MISSING,
                Problem.Kind.DIFF_ID_MISMATCH)
            .stream()
            .filter(
                p -> p.kind() != Problem.Kind.DIGEST_MISMATCH || (!content.ofLayer(p) && written))
            .toList();
    if (found.isEmpty() || content.writer().leftItCut() || content.writer().changedItWhileRead()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(ContentEvidence.lines(found));
    FilePair files = content.files();
    if (files != null) {
      evidence.add(files.modified());
    }
    // Bytes that changed on the disk leave a wrong digest and nothing else.
    boolean onlyDigests = found.stream().allMatch(p -> p.kind() == Problem.Kind.DIGEST_MISMATCH);
    // A directory is copied file by file, so that a part may still come.
    boolean copying =
        content.archive().file().format() == ArchiveFile.Format.OCI_LAYOUT
            && found.stream().anyMatch(p -> p.kind() != Problem.Kind.DIFF_ID_MISMATCH);
    if (copying) {
      evidence.add("it is a directory, so a copy of it may not be finished");
    }
    if (onlyDigests) {
      evidence.add("an edit leaves this, and so does a storage that changes bytes");
    }
    return new Finding(
        id(),
        TwoWriters.fits(content) || copying || onlyDigests
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.CERTAIN,
        "index, manifest, config and layers of the archive do not belong together",
        evidence,
        copying ? List.of() : List.of(ContentEvidence.COMPLETE),
        "export the image again into an empty directory, and do not edit its blobs or its"
            + " index.json",
        Command.on(content.archive().file().path(), "custody inspect --depth content")
            + " lists every part that disagrees");
  }
}
