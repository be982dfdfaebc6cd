package dev.custody.diagnosis;

import dev.custody.oci.Problem;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file is no image archive. */
final class NotOci implements ContentCause {
  @Override
  public String id() {
    return "NOT_OCI";
  }

  @Override
  public @Nullable Finding in(Content content) {
    List<Problem> found = content.problems(Problem.Kind.NOT_AN_ARCHIVE);
    if (found.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "this is no image archive",
        Content.lines(found),
        List.of("TRUNCATED: nothing shows that it is the start of one"),
        "export with skopeo copy … oci-archive:PATH or buildah push IMAGE oci-archive:PATH",
        "file PATH; tar -tf PATH | head");
  }
}
