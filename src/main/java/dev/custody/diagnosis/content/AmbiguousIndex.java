package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive holds no image or several, and none was chosen by name; skopeo refuses it too. */
public final class AmbiguousIndex implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.AMBIGUOUS_INDEX;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    List<Problem> found = content.problems(Problem.Kind.AMBIGUOUS_INDEX);
    if (found.isEmpty()) {
      return null;
    }
    List<String> names = archive.file().referenceNames();
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "index.json has "
            + (archive.file().entries().isEmpty()
                ? "no image"
                : archive.file().entries().size() + " images")
            + " and none was chosen",
        List.of(found.getFirst().message(), ReferenceNames.line(names)),
        List.of(),
        names.isEmpty()
            ? "export one image, or give each a name: oci-archive:PATH:NAME"
            : "choose one: --ref " + names.getFirst() + ", and the same after the path for skopeo",
        "custody inspect lists the entries");
  }
}
