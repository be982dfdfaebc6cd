package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a layer does not match its digest. Exporters name a blob by the hash of what they
 * wrote, so the bytes changed afterwards.
 */
public final class CorruptBlob implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.CORRUPT_BLOB;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<Problem> flipped =
        content.problems(Problem.Kind.DIGEST_MISMATCH).stream().filter(content::ofLayer).toList();
    boolean whole = !content.writer().changedItWhileRead();
    // A header that is no header, in a file nobody wrote to since it was recorded sound.
    boolean header = untouched(content) && !content.problems(Problem.Kind.MALFORMED).isEmpty();
    boolean twoWriters = content.siblings().any() && !untouched(content);
    if ((flipped.isEmpty() && !header) || !whole || twoWriters) {
      return null;
    }
    List<String> evidence =
        new ArrayList<>(
            ContentEvidence.lines(
                flipped.isEmpty() ? content.problems(Problem.Kind.MALFORMED) : flipped));
    FilePair files = content.files();
    if (files != null) {
      evidence.add(files.modified());
      evidence.add(files.size());
    }
    return new Finding(
        id(),
        // Two exports that write into one file at once leave blobs that are of neither.
        untouched(content) ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "bytes of the archive changed after it was written",
        evidence,
        untouched(content)
            ? List.of("REWRITTEN_IN_PLACE: inode, size and modification time are the recorded ones")
            : List.of(),
        "export the image again; if nobody wrote to the file, have the storage checked",
        "hash the file twice from two nodes; kernel log of the node (I/O or file system errors)");
  }

  private static boolean untouched(ContentEvidence content) {
    FilePair files = content.files();
    RecordedEvidence.Look before = content.recorded();
    return files != null
        && before != null
        && before.sound()
        && files.inPlace()
        && files.sameSize()
        && files.sameModified();
  }
}
