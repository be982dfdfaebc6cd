package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoJson;
import dev.custody.oci.json.GoObject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index or a manifest (image-spec image-index.md, manifest.md; docker's manifest list and schema
 * 2), read as containers/image reads it for a copy.
 *
 * @param mediaType the one it is treated by: one of the four that {@link MediaType} knows
 * @param manifests of an index; empty for a manifest
 * @param config of a manifest; null for an index
 * @param layers of a manifest, lowest first; empty for an index
 * @param artifactType of an artifact; empty for an image
 * @param elsewhere layers with URLs, which a push to a registry leaves there
 * @param rewritten of an index, the part that skopeo before 1.16 does not copy; null for none
 */
public record IndexOrManifest(
    String mediaType,
    List<Descriptor> manifests,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    String artifactType,
    Set<Digest> elsewhere,
    @Nullable String rewritten) {
  /**
   * The most bytes of a manifest that registries accept, and of any JSON document that custody
   * reads.
   */
  public static final int LIMIT = 4 << 20;

  /** The URLs that containers/image fetches from (oci/layout/oci_src.go, getExternalBlob). */
  private static final Pattern WEB = Pattern.compile("^(?i:https?):");

  public IndexOrManifest {
    manifests = List.copyOf(manifests);
    layers = List.copyOf(layers);
    elsewhere = Set.copyOf(elsewhere);
  }

  /** Whether a layer has URLs, and a media type that allows it to be there alone. */
  boolean mayBeAbsent(Descriptor layer) {
    return elsewhere.contains(layer.digest()) && MediaType.mayBeAbsent(layer.mediaType());
  }

  /** The entries of index.json, the only part of it that containers/image looks at. */
  public static List<Descriptor> entries(byte[] bytes, String what) throws UnreadableArchive {
    GoObject index = GoJson.decode(bytes, ImageTypes.INDEX, what, "index.json");
    return new DocumentReading(index, what, "index.json").manifests();
  }

  /**
   * Reads a blob that is named as an index or a manifest.
   *
   * @param described the media type that index.json gives it; empty where it gives none, then the
   *     document's own decides
   * @param what how a message calls it: {@code manifest sha256:… of image.tar}
   * @param place how a problem names it
   */
  public static IndexOrManifest parse(byte[] bytes, String described, String what, String place)
      throws UnreadableArchive {
    GoObject document = GoJson.decode(bytes, ImageTypes.INDEX_OR_MANIFEST, what, place);
    DocumentReading reading = new DocumentReading(document, what, place);
    String type = described.isEmpty() ? MediaTypeGuess.of(document) : described;
    boolean index = MediaType.isIndex(type);
    if (!index && !MediaType.isManifest(type)) {
      throw reading.refused(
          Kind.UNSUPPORTED,
          "has the media type "
              + (type.isEmpty() ? "(none)" : Quoted.of(type))
              + ", which is not that of an image manifest or index; skopeo refuses it");
    }
    reading.mustBeUnambiguous(type, index);
    if (index) {
      if (MediaType.isDockerList(type)) {
        GoJson.decode(bytes, ImageTypes.DOCKER_LIST, what, place);
      }
      return new IndexOrManifest(
          type,
          reading.manifests(),
          null,
          List.of(),
          document.text("artifactType"),
          Set.of(),
          MediaType.isDockerList(type) ? null : reading.rewritten());
    }
    GoObject config = document.object("config");
    if (config == null) {
      throw reading.refused(Kind.MALFORMED, "has no config; a registry refuses it");
    }
    String url = config.texts("urls").stream().filter(WEB.asPredicate()).findFirst().orElse(null);
    if (url != null) {
      throw reading.refused(
          Kind.UNSUPPORTED,
          "has a config with the URL "
              + Quoted.of(url)
              + ", from which skopeo fetches it instead of from the archive");
    }
    return new IndexOrManifest(
        type,
        List.of(),
        reading.descriptor("config", config),
        reading.layers(),
        document.text("artifactType"),
        reading.elsewhere(),
        null);
  }

  /** A platform whose empty variant is none. */
  static Platform platform(String os, String architecture, String variant) {
    return new Platform(os, architecture, variant.isEmpty() ? null : variant);
  }
}
