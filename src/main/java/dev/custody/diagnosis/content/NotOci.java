package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file is not an image archive. */
public final class NotOci implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.NOT_OCI;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<Problem> special = content.problems(Problem.Kind.NOT_A_REGULAR_FILE);
    if (!special.isEmpty()) {
      return special(special);
    }
    List<Problem> found = content.problems(Problem.Kind.NOT_AN_ARCHIVE);
    if (found.isEmpty()
        || DirectoryInsteadOfFile.applies(content)
        || ChangesSinceRecord.of(content).looksUnwritten()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "this is not an image archive",
        ContentEvidence.lines(found),
        List.of(RuledOut.of(CauseId.TRUNCATED, "nothing shows that it is the start of one")),
        "export with `skopeo copy … oci-archive:PATH` or `buildah push IMAGE oci-archive:PATH`",
        "`file PATH` and `tar -tf PATH | head`");
  }

  private Finding special(List<Problem> special) {
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "a named pipe, a socket or a device stands where a file of the archive should be",
        ContentEvidence.lines(special),
        List.of(
            RuledOut.of(
                List.of(CauseId.TRUNCATED, CauseId.CORRUPT_BLOB),
                "it is not a file that could be cut or damaged")),
        "find out which task made it, and export the image again into an empty place",
        "`ls -la PATH` and `find PATH ! -type f ! -type d`");
  }
}
