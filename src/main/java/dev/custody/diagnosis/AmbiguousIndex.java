package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive holds no image or several, and none was chosen by name; skopeo refuses it too. */
final class AmbiguousIndex implements ContentCause {
  @Override
  public String id() {
    return "AMBIGUOUS_INDEX";
  }

  @Override
  public @Nullable Finding in(Content content) {
    ArchiveEvidence archive = content.archive();
    List<Problem> found = content.problems(Problem.Kind.AMBIGUOUS_INDEX);
    if (archive == null || found.isEmpty()) {
      return null;
    }
    List<String> names = archive.referenceNames();
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "index.json has "
            + (archive.entries().isEmpty() ? "no image" : archive.entries().size() + " images")
            + " and none was chosen",
        List.of(found.getFirst().message(), Names.line(names)),
        List.of(),
        names.isEmpty()
            ? "export one image, or give each a name: oci-archive:PATH:NAME"
            : "choose one: --ref " + names.getFirst() + ", and the same after the path for skopeo",
        "custody inspect lists the entries");
  }
}
