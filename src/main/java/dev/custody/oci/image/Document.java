package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index or a manifest as read (image-spec image-index.md, manifest.md); which of both is decided
 * by its descriptor's media type, else by its own, else by what it holds.
 */
public record Document(
    @Nullable String mediaType,
    List<Descriptor> manifests,
    @Nullable Descriptor config,
    List<Descriptor> layers) {
  /** What registries accept as a manifest, and we as any JSON in an archive. */
  public static final int LIMIT = 4 << 20;

  public Document {
    manifests = List.copyOf(manifests);
    layers = List.copyOf(layers);
  }

  public static Document parse(byte[] bytes, String what, String place) throws UnreadableArchive {
    return Json.parse(bytes, what, place, Document::read);
  }

  /** The media type to treat it by, as containers/image's GuessMIMEType fills in a missing one. */
  public String kind(String described) {
    if (!described.isEmpty()) {
      return described;
    }
    if (mediaType != null && !mediaType.isEmpty()) {
      return mediaType;
    }
    return config != null ? MediaType.OCI_MANIFEST : MediaType.OCI_INDEX;
  }

  private static Document read(Json json) throws UnreadableArchive {
    List<Descriptor> manifests = new ArrayList<>();
    List<Descriptor> layers = new ArrayList<>();
    @Nullable Descriptor[] config = {null};
    @Nullable String[] mediaType = {null};
    json.object(field -> {
      switch (field) {
        case "mediaType" -> mediaType[0] = json.string();
        case "manifests" -> json.array(() -> manifests.add(descriptor(json)));
        case "layers" -> json.array(() -> layers.add(descriptor(json)));
        case "config" -> config[0] = json.isNull() ? null : descriptor(json);
        default -> json.skip();
      }
    });
    return new Document(mediaType[0], manifests, config[0], layers);
  }

  private static Descriptor descriptor(Json json) throws UnreadableArchive {
    Parts parts = new Parts();
    json.object(field -> {
      switch (field) {
        case "mediaType" -> parts.mediaType = json.string();
        case "digest" -> parts.digest = json.digest();
        case "size" -> parts.size = json.size();
        case "platform" -> parts.platform = json.isNull() ? null : platform(json);
        case "annotations" -> parts.annotations = json.strings();
        default -> json.skip();
      }
    });
    if (parts.digest == null || parts.size < 0) {
      throw json.fault("has no " + (parts.digest == null ? "digest" : "size"));
    }
    return new Descriptor(
        parts.mediaType == null ? "" : parts.mediaType,
        parts.digest,
        parts.size,
        parts.platform,
        parts.annotations);
  }

  private static Platform platform(Json json) throws UnreadableArchive {
    @Nullable String[] parts = {null, null, null};
    json.object(field -> {
      switch (field) {
        case "os" -> parts[0] = json.string();
        case "architecture" -> parts[1] = json.string();
        case "variant" -> parts[2] = json.string();
        default -> json.skip();
      }
    });
    return platform(parts[0], parts[1], parts[2]);
  }

  /** A platform whose empty variant is none. */
  public static Platform platform(
      @Nullable String os, @Nullable String architecture, @Nullable String variant) {
    return new Platform(
        os == null ? "" : os,
        architecture == null ? "" : architecture,
        variant == null || variant.isEmpty() ? null : variant);
  }

  private static final class Parts {
    private @Nullable String mediaType;
    private @Nullable Digest digest;
    private long size = -1;
    private @Nullable Platform platform;
    private Map<String, String> annotations = Map.of();
  }
}
