package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two exports wrote into one file at the same time, so that it holds parts of both images: an index
 * of one, blobs of the other. Each run's own folder beside the archive names the other run.
 */
public final class TwoWriters implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.TWO_WRITERS;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    if (!fits(content)) {
      return null;
    }
    Long orphans = content.archive().checks().unnamedBlobs();
    boolean mixed = mixed(content);
    boolean named = content.siblings().any();
    List<String> evidence = new ArrayList<>(ContentEvidence.lines(content.damage()));
    if (orphans != null && orphans > 0) {
      evidence.add(
          orphans + " blobs of the archive belong to no manifest: they are of another image");
    }
    evidence.addAll(content.siblings().lines());
    return new Finding(
        id(),
        mixed && named ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        mixed
            ? "the archive holds parts of two images: two exports wrote it at the same time"
            : "the archive is damaged, and another run used the volume at the time",
        evidence,
        List.of(ContentEvidence.COMPLETE),
        "give each run its own volume (volumeClaimTemplate) or a directory named after the run;"
            + " until then let only one run export at a time, and run this one again",
        Kubectl.of(content.observed(), "get pipelineruns --sort-by=.status.startTime")
            + " lists the runs: look for another one that exported to this claim at that time; a"
            + " retry or a matrix of one run does the same");
  }

  /** Whether a whole archive is damaged as two writers leave it, or beside another run's traces. */
  static boolean fits(ContentEvidence content) {
    return content.archive().file().format() == ArchiveFile.Format.OCI_ARCHIVE
        && !content.damage().isEmpty()
        && content.problems(Problem.Kind.AMBIGUOUS_ARCHIVE).isEmpty()
        && !content.writer().leftItCut()
        && !content.writer().changedItWhileRead()
        && (mixed(content) || content.siblings().any());
  }

  /** Whether the index names what is not there while blobs are there that it does not name. */
  private static boolean mixed(ContentEvidence content) {
    Long orphans = content.archive().checks().unnamedBlobs();
    return orphans != null
        && orphans > 0
        && !content.problems(Problem.Kind.BLOB_MISSING, Problem.Kind.DIGEST_MISMATCH).isEmpty();
  }
}
