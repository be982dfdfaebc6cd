package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Role;
import dev.custody.oci.image.RegistryManifest;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a registry holds the image that was recorded, and if not, in which way it differs.
 *
 * @param reason {@code NONE} with every pass, and only then
 * @param sentences one for each recorded source that decides, as the reason says it
 */
public record Confirmation(VerdictWord result, RegistryDifference reason, List<String> sentences) {
  public Confirmation {
    sentences = List.copyOf(sentences);
    if ((result == VerdictWord.PASS) != (reason == RegistryDifference.NONE)) {
      throw new IllegalArgumentException(result + " with " + reason);
    }
  }

  /** Nothing could be compared with the records: no manifest was served. */
  public static Confirmation noManifest(String why) {
    return new Confirmation(VerdictWord.UNKNOWN, RegistryDifference.NO_MANIFEST, List.of(why));
  }

  /** Compares with every source: all must agree for a pass, one that differs makes it a fail. */
  public static Confirmation of(List<RecordedEvidence> recorded, RegistryManifest served) {
    List<Confirmation> each = recorded.stream().map(one -> of(one, served)).toList();
    for (VerdictWord result : List.of(VerdictWord.FAIL, VerdictWord.UNKNOWN)) {
      List<Confirmation> same = each.stream().filter(one -> one.result == result).toList();
      if (!same.isEmpty()) {
        List<String> sentences = new ArrayList<>();
        same.forEach(one -> sentences.addAll(one.sentences));
        return new Confirmation(result, same.getFirst().reason, sentences);
      }
    }
    List<String> matched = new ArrayList<>();
    each.forEach(one -> matched.addAll(one.sentences));
    return new Confirmation(VerdictWord.PASS, RegistryDifference.NONE, matched);
  }

  private static Confirmation of(RecordedEvidence recorded, RegistryManifest served) {
    return switch (recorded) {
      case RecordedEvidence.Unreadable unreadable ->
          new Confirmation(
              VerdictWord.UNKNOWN,
              RegistryDifference.UNREADABLE_RECORD,
              List.of(unreadable.reason()));
      case RecordedEvidence.DigestOnly only -> digest(only, served);
      case RecordedEvidence.Look look -> look(look, served);
    };
  }

  private static Confirmation digest(RecordedEvidence.DigestOnly only, RegistryManifest served) {
    Digest digest = only.digest();
    if (digest.equals(served.digestLike(digest))) {
      return pass("manifest digest " + digest + " as given with " + only.source());
    }
    RegistryDifference reason =
        names(served.manifests(), digest)
            ? RegistryDifference.PLATFORM_OF_INDEX
            : (served.config() != null && digest.equals(served.config().digest()))
                    || names(served.layers(), digest)
                ? RegistryDifference.DIGEST_KIND
                : RegistryDifference.OTHER_DIGEST;
    return fail(reason, only.source(), "manifest digest", digest, served.digestLike(digest));
  }

  private static Confirmation look(RecordedEvidence.Look look, RegistryManifest served) {
    ImageIdentity image = look.image();
    ImageIdentity here = served.identityLike(image.manifest());
    List<ImageIdentity.Compared> parts = image.parts(here);
    if (parts.isEmpty()) {
      return new Confirmation(
          VerdictWord.UNKNOWN,
          RegistryDifference.NOTHING_TO_COMPARE,
          List.of(
              look.source()
                  + " has no kind of digest in common with the served manifest"
                  + (image.known() ? "; give its config with --config" : "")));
    }
    ImageIdentity.Compared first = parts.getFirst();
    if (first.equal()) {
      return pass(
          part(first.part())
              + " "
              + value(first.part(), image)
              + " as recorded in "
              + look.source());
    }
    RegistryDifference reason = reason(look, served, parts);
    return fail(
        reason,
        look.source(),
        part(first.part()),
        value(first.part(), image),
        value(first.part(), here));
  }

  private static RegistryDifference reason(
      RecordedEvidence.Look look, RegistryManifest served, List<ImageIdentity.Compared> parts) {
    Digest manifest = look.image().manifest();
    if (manifest != null
        && (names(served.manifests(), manifest)
            || look.role(served.digestLike(manifest)) instanceof Role.PlatformManifest)) {
      return RegistryDifference.PLATFORM_OF_INDEX;
    }
    if (served.isIndex()) {
      return RegistryDifference.OTHER_DIGEST;
    }
    if (holds(parts, ImageIdentity.Part.CONFIG, true)) {
      return sameConfig(look.archive(), served);
    }
    if (holds(parts, ImageIdentity.Part.DIFF_IDS, true)) {
      return RegistryDifference.OTHER_CONFIG;
    }
    return holds(parts, ImageIdentity.Part.CONFIG, false)
        ? RegistryDifference.ANOTHER_IMAGE
        : RegistryDifference.OTHER_DIGEST;
  }

  /** The image is the recorded one; what else of the manifest changed needs its layers to tell. */
  private static RegistryDifference sameConfig(
      @Nullable ArchiveEvidence archive, RegistryManifest served) {
    if (archive == null || archive.image().layers().isEmpty()) {
      return RegistryDifference.OTHER_FORM;
    }
    List<Digest> layers = archive.image().layers().stream().map(Descriptor::digest).toList();
    if (!layers.equals(served.layers().stream().map(Descriptor::digest).toList())) {
      return RegistryDifference.RECOMPRESSED;
    }
    Descriptor selected = archive.image().selected();
    return selected == null
            || selected.mediaType().isEmpty()
            || selected.mediaType().equals(served.mediaType())
        ? RegistryDifference.OTHER_FORM
        : RegistryDifference.CONVERTED;
  }

  private static boolean holds(
      List<ImageIdentity.Compared> parts, ImageIdentity.Part part, boolean equal) {
    return parts.contains(new ImageIdentity.Compared(part, equal));
  }

  private static boolean names(List<Descriptor> descriptors, Digest digest) {
    return descriptors.stream().anyMatch(descriptor -> descriptor.digest().equals(digest));
  }

  private static Confirmation pass(String sentence) {
    return new Confirmation(VerdictWord.PASS, RegistryDifference.NONE, List.of(sentence));
  }

  private static Confirmation fail(
      RegistryDifference reason, String source, String what, Object recorded, Object observed) {
    return new Confirmation(
        VerdictWord.FAIL,
        reason,
        List.of(what + " recorded " + recorded + " (" + source + "), in the registry " + observed));
  }

  private static String part(ImageIdentity.Part part) {
    return switch (part) {
      case MANIFEST -> "manifest digest";
      case CONFIG -> "config digest";
      case DIFF_IDS -> "diffIDs";
    };
  }

  private static Object value(ImageIdentity.Part part, ImageIdentity image) {
    Object value =
        switch (part) {
          case MANIFEST -> image.manifest();
          case CONFIG -> image.config();
          case DIFF_IDS -> image.diffIds().size() + " layers, first " + image.diffIds().getFirst();
        };
    return String.valueOf(value);
  }
}
