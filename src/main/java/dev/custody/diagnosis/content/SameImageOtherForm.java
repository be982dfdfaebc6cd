package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recorded image in another manifest: recompressed, or converted to another format and back. A
 * config only lists the layers, so an archive whose layers were not looked at may as well hold
 * others under the recorded config.
 */
public final class SameImageOtherForm implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.SAME_IMAGE_OTHER_FORM;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    ImageComparison.Form form = content.images().otherForm();
    if (recorded == null || form == ImageComparison.Form.NOT || !content.damage().isEmpty()) {
      return null;
    }
    Finding.Confidence confidence = confidence(content, recorded, form);
    boolean proved = confidence != Finding.Confidence.MEDIUM;
    return new Finding(
        id(),
        confidence,
        proved
            ? "this is the recorded image in another form (recompressed or converted), so the"
                + " registry will show a different digest"
            : "the archive has another manifest around the recorded "
                + (form == ImageComparison.Form.BY_CONFIG ? "config" : "list of layers")
                + ": the recorded image in another form, or another image that was put under it",
        evidence(content, recorded),
        proved
            ? List.of(
                RuledOut.of(
                    List.of(CauseId.REWRITTEN_IN_PLACE, CauseId.REPLACED),
                    "another image would have other layers"))
            : List.of(),
        remedy(content, form, proved),
        proved
            ? "`skopeo inspect --raw` of both forms; compare config and layers"
            : Command.on(content.archive().file().path(), "custody inspect --depth layers")
                + " unpacks every layer and compares it with the config");
  }

  private static Finding.Confidence confidence(
      ContentEvidence content, RecordedEvidence.Look recorded, ImageComparison.Form form) {
    LayerEvidence layers = content.layers();
    ArchiveEvidence before = recorded.archive();
    // The config of an index is that of one platform, and the others may be different.
    boolean one =
        !layers.ofSeveralPlatforms()
            && (before == null || !new LayerEvidence(before).ofSeveralPlatforms());
    if (form != ImageComparison.Form.BY_CONFIG || !one) {
      return Finding.Confidence.MEDIUM;
    }
    if (before != null && layers.listsThoseOf(before)) {
      return layers.hashed() ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH;
    }
    if (!layers.unpacked()) {
      return Finding.Confidence.MEDIUM;
    }
    // A compact record does not say whether it is of an index.
    return before != null ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH;
  }

  private static List<String> evidence(ContentEvidence content, RecordedEvidence.Look recorded) {
    ArchiveEvidence now = content.archive();
    ArchiveEvidence before = recorded.archive();
    List<String> evidence = new ArrayList<>();
    evidence.add(content.images().line());
    recorded.image().parts(now.image().identity()).stream()
        .filter(part -> part.part() == ImageIdentity.Part.CONFIG)
        .forEach(part ->
            evidence.add(
                part.equal()
                    ? "the config digest (image id) is the recorded one"
                    : "the config is another one, as a conversion from docker's format writes it,"
                        + " or a build that changes a variable or a label and keeps the time of"
                        + " creation"));
    evidence.add(content.layers().comparedWith(before));
    if (content.layers().ofSeveralPlatforms()) {
      evidence.add(
          "the image is an index: that is the config of "
              + (now.image().platform() == null ? "one platform" : now.image().platform())
              + ", and the other platforms were not compared");
    }
    if (before != null) {
      evidence.add(
          "layers recorded "
              + new LayerEvidence(before).mediaTypes()
              + ", observed "
              + content.layers().mediaTypes());
    }
    FilePair files = content.files();
    if (files != null) {
      evidence.add(files.modified());
    }
    return evidence;
  }

  private static String remedy(ContentEvidence content, ImageComparison.Form form, boolean proved) {
    String copies =
        "find the step between record and push that copies the image: changing the compression or"
            + " the format (v2s2, oci), or passing through docker-archive, changes the manifest;"
            + " use `skopeo copy --preserve-digests` there";
    if (proved) {
      return copies + ", or record again after it";
    }
    boolean unpacked = content.layers().unpacked();
    return (form == ImageComparison.Form.BY_CONFIG && !unpacked
            ? "verify with --depth layers before anything else: where a layer is not the one that"
                + " the config lists, find who writes this path. If all of them are, "
            : "compare both configs first: where they say different things, find who writes this"
                + " path. If they say the same, ")
        + copies;
  }
}
