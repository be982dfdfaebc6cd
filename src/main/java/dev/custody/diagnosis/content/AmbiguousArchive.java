package dev.custody.diagnosis.content;

import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive can be read in two ways, so the image looked at need not be the one pushed. */
public final class AmbiguousArchive implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.AMBIGUOUS_ARCHIVE;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<Problem> found = content.problems(Problem.Kind.AMBIGUOUS_ARCHIVE);
    if (found.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the archive can be read in two ways, so a push could publish a different image",
        ContentEvidence.lines(found),
        List.of(),
        "export the image again with skopeo copy or buildah push; find out which tool wrote this"
            + " file",
        "compare `skopeo inspect --raw oci-archive:PATH | sha256sum` with `custody inspect PATH`");
  }
}
