package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a blob does not match its digest. Exporters name a blob by the hash of what they
 * wrote, so the bytes changed afterwards: by the storage, where nobody wrote.
 */
public final class CorruptBlob implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.CORRUPT_BLOB;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ChangesSinceRecord since = ChangesSinceRecord.of(content);
    List<Problem> flipped =
        content.problems(Problem.Kind.DIGEST_MISMATCH).stream()
            .filter(problem -> content.ofLayer(problem) || since.nobodyWrote())
            .toList();
    boolean whole = !content.writer().changedItWhileRead();
    // Headers that are none and content that is gone, in a file that was sound when it was recorded
    // and has its size and time: a node that crashes may leave zeros.
    List<Problem> headers =
        since.looksUnwritten()
            ? content.problems(
                Problem.Kind.MALFORMED,
                Problem.Kind.NOT_AN_ARCHIVE,
                Problem.Kind.TRUNCATED,
                Problem.Kind.EMPTY_FILE)
            : List.of();
    boolean twoWriters = content.siblings().any() && !since.nobodyWrote();
    if ((flipped.isEmpty() && headers.isEmpty()) || !whole || twoWriters) {
      return null;
    }
    boolean layer = flipped.stream().anyMatch(content::ofLayer);
    boolean storage = since.nobodyWrote() && (!layer || since.layersWereHashed());
    List<String> evidence =
        new ArrayList<>(ContentEvidence.lines(flipped.isEmpty() ? headers : flipped));
    evidence.addAll(since.lines(layer));
    return new Finding(
        id(),
        // Two exports that write into one file at once leave blobs that are of neither.
        storage ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "bytes of the archive changed after it was written",
        evidence,
        since.nobodyWrote()
            ? List.of(
                RuledOut.of(
                    CauseId.REWRITTEN_IN_PLACE,
                    "inode, size, modification and change time (ctime) are the" + " recorded ones"))
            : List.of(),
        storage
            ? "have the storage checked, and export the image again"
            : "export the image again; find out who wrote into the file, and if nobody did, have"
                + " the storage checked",
        "hash the file twice from two nodes; kernel log of the node (I/O or file system errors)");
  }
}
