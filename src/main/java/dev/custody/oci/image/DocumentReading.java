package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoObject;
import dev.custody.oci.json.JsonFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An index or a manifest while it is read: its fields, and the problems of those that
 * containers/image refuses.
 *
 * @param what how messages call it
 * @param place how a problem names it
 */
record DocumentReading(GoObject document, String what, String place) {

  UnreadableArchive refused(Kind kind, String fault) {
    return new UnreadableArchive(kind, place, what + " " + fault + ".", JsonFault.REMEDY);
  }

  /**
   * Refuses a document that could be an index and a manifest, or of two forms, as containers/image
   * does (ValidateUnambiguousManifestFormat, Schema2FromManifest).
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
      throw refused(Kind.MALFORMED, "is a docker manifest without a mediaType; skopeo refuses it");
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

  /**
   * Returns the entries; a digest of an unknown algorithm in one of them is no fault of the others.
   */
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
            : IndexOrManifest.platform(
                platform.text("os"), platform.text("architecture"), platform.text("variant")),
        object.map("annotations"));
  }
}
