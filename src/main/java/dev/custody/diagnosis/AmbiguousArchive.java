package dev.custody.diagnosis;

import dev.custody.oci.Problem;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive can be read in two ways, so the image looked at need not be the one pushed. */
final class AmbiguousArchive implements ContentCause {
  @Override
  public String id() {
    return "AMBIGUOUS_ARCHIVE";
  }

  @Override
  public @Nullable Finding in(Content content) {
    List<Problem> found = content.problems(Problem.Kind.AMBIGUOUS_ARCHIVE);
    if (found.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the archive can be read in two ways, so another image than this one could be pushed",
        Content.lines(found),
        List.of(),
        "export the image again with skopeo copy or buildah push; find out who made this file",
        "skopeo inspect --raw oci-archive:PATH | sha256sum; compare with custody inspect PATH");
  }
}
