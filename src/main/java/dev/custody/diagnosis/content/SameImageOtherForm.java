package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recorded image in another manifest: recompressed, or converted to another format and back.
 */
public final class SameImageOtherForm implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.SAME_IMAGE_OTHER_FORM;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.recorded();
    ImageComparison.Form form = content.images().otherForm();
    if (recorded == null || form == ImageComparison.Form.NOT || !content.damage().isEmpty()) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(content.images().line());
    for (ImageIdentity.Compared part :
        recorded.image().parts(content.archive().image().identity())) {
      if (part.equal()) {
        evidence.add(
            switch (part.part()) {
              case MANIFEST -> "the manifest digest is the recorded one";
              case CONFIG -> "the config digest (image id) is the recorded one";
              case DIFF_IDS -> "the uncompressed layers (diffIDs) are the recorded ones";
            });
      }
    }
    ArchiveEvidence before = recorded.archive();
    if (before != null) {
      evidence.add("layers recorded " + types(before) + ", observed " + types(content.archive()));
    }
    return new Finding(
        id(),
        form == ImageComparison.Form.BY_CONFIG
            ? Finding.Confidence.CERTAIN
            : Finding.Confidence.HIGH,
        "this is the recorded image in another form (recompressed or converted), so the registry"
            + " will show a different digest",
        evidence,
        List.of("REWRITTEN_IN_PLACE, REPLACED: another image would have other layers"),
        "find the step between record and push that copies the image: changing the compression or"
            + " the format (v2s2, oci), or passing through docker-archive, changes the manifest;"
            + " use `skopeo copy --preserve-digests` there, or record again after it",
        "`skopeo inspect --raw` of both forms; compare config and layers");
  }

  private static String types(ArchiveEvidence archive) {
    return archive.image().layers().stream()
        .map(Descriptor::mediaType)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
