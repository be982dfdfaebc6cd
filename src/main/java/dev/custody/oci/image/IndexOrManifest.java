package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoJson;
import dev.custody.oci.json.GoObject;
import dev.custody.oci.json.JsonFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
    return new Reading(index, what, "index.json").manifests();
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
    Reading reading = new Reading(document, what, place);
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

  /** One document while it is read, and how messages call it. */
  private record Reading(GoObject document, String what, String place) {

    UnreadableArchive refused(Kind kind, String fault) {
      return new UnreadableArchive(kind, place, what + " " + fault + ".", JsonFault.REMEDY);
    }

    /**
     * Refuses a document that could be an index and a manifest, or of two forms, as
     * containers/image does (ValidateUnambiguousManifestFormat, Schema2FromManifest).
     */
    void mustBeUnambiguous(String type, boolean index) throws UnreadableArchive {
      mustHaveNoOtherFields(index);
      mustBeOfItsType(type);
      mustHaveVersion2();
      if (document.text("mediaType").isEmpty()) {
        mustNotBeOfDocker(type);
      }
      if (type.equals(MediaType.DOCKER_MANIFEST)) {
        mustHaveLayersOfDocker();
      }
    }

    private void mustHaveNoOtherFields(boolean index) throws UnreadableArchive {
      List<String> others =
          index
              ? List.of("config", "layers", "fsLayers", "history")
              : List.of("manifests", "fsLayers", "history");
      for (String field : others) {
        if (document.has(field)) {
          throw refused(
              Kind.AMBIGUOUS_ARCHIVE,
              "is "
                  + (index ? "an index" : "a manifest")
                  + " according to its media type but has \""
                  + field
                  + "\", which is a field of another kind of document; skopeo refuses to guess");
        }
      }
    }

    /** Registries refuse a document of another type than its own; skopeo then converts it. */
    private void mustBeOfItsType(String type) throws UnreadableArchive {
      String own = document.text("mediaType");
      if (!own.isEmpty() && !own.equals(type)) {
        throw refused(
            Kind.AMBIGUOUS_ARCHIVE,
            "is "
                + type
                + " according to the descriptor that names it, and "
                + Quoted.of(own)
                + " according to its own mediaType; registries go by the second, and where one"
                + " refuses it, the push converts the image");
      }
    }

    private void mustHaveVersion2() throws UnreadableArchive {
      if (document.number("schemaVersion") != 2) {
        throw refused(
            Kind.UNSUPPORTED,
            "has "
                + (document.has("schemaVersion")
                    ? "schemaVersion " + document.number("schemaVersion")
                    : "no schemaVersion")
                + "; registries take only 2, and where one refuses it, the push fails or converts"
                + " the image");
      }
    }

    /** Refuses docker's list and manifest, which must state their media type. */
    private void mustNotBeOfDocker(String type) throws UnreadableArchive {
      if (type.equals(MediaType.DOCKER_LIST)) {
        throw refused(
            Kind.MALFORMED,
            "is a docker manifest list without a mediaType; skopeo copy --all adds it, so that the"
                + " list gets another digest");
      }
      if (type.equals(MediaType.DOCKER_MANIFEST)) {
        throw refused(
            Kind.MALFORMED, "is a docker manifest without a mediaType; skopeo refuses it");
      }
    }

    private void mustHaveLayersOfDocker() throws UnreadableArchive {
      for (GoObject layer : document.objects("layers")) {
        if (!MediaType.isOfDocker(layer.text("mediaType"))) {
          throw refused(
              Kind.MALFORMED,
              "is a docker manifest with a layer of media type "
                  + Quoted.of(layer.text("mediaType"))
                  + ", which docker's schema 2 does not define; skopeo refuses it");
        }
      }
    }

    /** The first part of an index that older versions of skopeo do not copy. */
    @Nullable String rewritten() {
      if (document.has("mediaType") && document.text("mediaType").isEmpty()) {
        return "an empty mediaType";
      }
      if (!document.text("artifactType").isEmpty()) {
        return "artifactType";
      }
      if (document.has("subject")) {
        return "subject";
      }
      List<GoObject> objects = document.objects("manifests");
      for (int i = 0; i < objects.size(); i++) {
        if (!objects.get(i).text("artifactType").isEmpty()) {
          return "manifests[" + i + "].artifactType";
        }
        if (objects.get(i).bytes("data")) {
          return "manifests[" + i + "].data";
        }
      }
      return null;
    }

    Set<Digest> elsewhere() throws UnreadableArchive {
      Set<Digest> elsewhere = new HashSet<>();
      List<GoObject> layers = document.objects("layers");
      for (int i = 0; i < layers.size(); i++) {
        GoObject layer = layers.get(i);
        if (!layer.texts("urls").isEmpty()) {
          elsewhere.add(descriptor("layers[" + i + "]", layer).digest());
        }
      }
      return elsewhere;
    }

    /** One entry that nobody can read is no reason against the others. */
    List<Descriptor> manifests() throws UnreadableArchive {
      return descriptors("manifests", Digest::parseAny);
    }

    List<Descriptor> layers() throws UnreadableArchive {
      return descriptors("layers", Digest::parse);
    }

    private List<Descriptor> descriptors(String field, Function<String, Digest> digests)
        throws UnreadableArchive {
      List<Descriptor> descriptors = new ArrayList<>();
      List<GoObject> objects = document.objects(field);
      for (int i = 0; i < objects.size(); i++) {
        descriptors.add(descriptor(field + "[" + i + "]", objects.get(i), digests));
      }
      return descriptors;
    }

    Descriptor descriptor(String name, GoObject object) throws UnreadableArchive {
      return descriptor(name, object, Digest::parse);
    }

    private Descriptor descriptor(String name, GoObject object, Function<String, Digest> digests)
        throws UnreadableArchive {
      Digest digest;
      try {
        digest = digests.apply(object.text("digest"));
      } catch (IllegalArgumentException e) {
        throw refused(
            Kind.MALFORMED,
            "cannot be read: "
                + name
                + (object.has("digest")
                    ? ".digest is " + Quoted.of(String.valueOf(e.getMessage()))
                    : " has no digest"));
      }
      GoObject platform = object.object("platform");
      return new Descriptor(
          object.text("mediaType"),
          digest,
          object.number("size"),
          platform == null
              ? null
              : platform(
                  platform.text("os"), platform.text("architecture"), platform.text("variant")),
          object.map("annotations"));
    }
  }
}
