package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
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
    List<Problem> found =
        content
            .problems(
                Problem.Kind.DIGEST_MISMATCH,
                Problem.Kind.SIZE_MISMATCH,
                Problem.Kind.BLOB_MISSING,
                Problem.Kind.DIFF_ID_MISMATCH)
            .stream()
            .filter(p -> !(p.kind() == Problem.Kind.DIGEST_MISMATCH && content.ofLayer(p)))
            .toList();
    if (found.isEmpty() || content.writer().leftItCut() || content.writer().changedItWhileRead()) {
      return null;
    }
    List<String> evidence = new ArrayList<>(ContentEvidence.lines(found));
    FilePair files = content.files();
    if (files != null) {
      evidence.add(files.modified());
    }
    return new Finding(
        id(),
        TwoWriters.fits(content) ? Finding.Confidence.MEDIUM : Finding.Confidence.CERTAIN,
        "index, manifest, config and layers of the archive do not belong together",
        evidence,
        List.of("TRUNCATED: the archive is complete up to its end"),
        "export the image again into an empty directory, and do not edit its blobs or its"
            + " index.json",
        Command.on(content.archive().file().path(), "custody inspect --depth content")
            + " lists every part that disagrees");
  }
}
