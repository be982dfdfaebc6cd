package dev.custody.oci.image;

import dev.custody.oci.json.GoObject;

/**
 * The media type of a document for which none is given, as containers/image's GuessMIMEType finds
 * it: its own, else by its config's, else by what it holds.
 */
final class MediaTypeGuess {
  private MediaTypeGuess() {}

  /** The media type; empty if it is none that containers/image knows how to guess. */
  static String of(GoObject document) {
    String own = document.text("mediaType");
    if (MediaType.isManifest(own) || MediaType.isIndex(own)) {
      return own;
    }
    if (document.number("schemaVersion") == 1) {
      return document.has("signatures") ? MediaType.DOCKER_SIGNED_1 : MediaType.DOCKER_1;
    }
    if (document.number("schemaVersion") != 2) {
      return "";
    }
    GoObject config = document.object("config");
    String configType = config == null ? "" : config.text("mediaType");
    return switch (configType) {
      case MediaType.OCI_CONFIG -> MediaType.OCI_MANIFEST;
      case MediaType.DOCKER_CONFIG -> MediaType.DOCKER_MANIFEST;
      default ->
          document.objects("manifests").isEmpty()
              ? MediaType.OCI_MANIFEST
              : configType.isEmpty() ? MediaType.OCI_INDEX : configType;
    };
  }
}
