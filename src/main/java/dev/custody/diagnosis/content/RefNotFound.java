package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No image of the archive has the name that was asked for. Names are compared letter by letter, tag
 * included.
 */
public final class RefNotFound implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.REF_NOT_FOUND;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    List<Problem> found = content.problems(Problem.Kind.REF_NOT_FOUND);
    if (found.isEmpty()) {
      return null;
    }
    List<String> names = archive.file().referenceNames();
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the archive has no image of that name",
        List.of(found.getFirst().message(), ReferenceNames.line(names)),
        List.of(),
        names.isEmpty()
            ? "leave the name out; this archive has none"
            : "use a name that is there: --ref " + names.getFirst(),
        "custody inspect lists the entries");
  }
}
