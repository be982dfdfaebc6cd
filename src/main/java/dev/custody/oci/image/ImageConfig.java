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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an image config that custody uses (image-spec config.md).
 *
 * @param created as written there
 * @param hasRootfs whether there is a rootfs at all
 */
public record ImageConfig(
    @Nullable Platform platform,
    @Nullable String created,
    List<Digest> diffIds,
    boolean hasRootfs) {
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
  }

  /** Whether it says nothing of an image, as the config of an artifact. */
  boolean isEmpty() {
    return platform == null && created == null && diffIds.isEmpty() && !hasRootfs;
  }

  /**
   * Reads a config of an image layout, where an artifact may have none: {@code oras push} writes
   * "{}", or with {@code --config /dev/null} nothing, under the media type of images.
   */
  static ImageConfig inLayout(byte[] bytes, Descriptor config, String file)
      throws UnreadableArchive {
    String label = "config " + config.digest();
    return bytes.length == 0
        ? new ImageConfig(null, null, List.of(), false)
        : parse(bytes, config.mediaType(), label + " of " + file, label);
  }

  /**
   * Reads a config.
   *
   * @param mediaType {@link MediaType#OCI_CONFIG}, or docker's, whose commands may be plain strings
   */
  public static ImageConfig parse(byte[] bytes, String mediaType, String what, String place)
      throws UnreadableArchive {
    GoObject config =
        GoJson.decode(
            bytes,
            mediaType.equals(MediaType.OCI_CONFIG)
                ? ImageTypes.OCI_CONFIG
                : ImageTypes.DOCKER_CONFIG,
            what,
            place);
    List<Digest> diffIds = new ArrayList<>();
    GoObject rootfs = config.object("rootfs");
    for (String diffId : rootfs == null ? List.<String>of() : rootfs.texts("diff_ids")) {
      try {
        diffIds.add(Digest.parse(diffId));
      } catch (IllegalArgumentException e) {
        throw new UnreadableArchive(
            Kind.MALFORMED,
            place,
            what
                + " cannot be read: rootfs.diff_ids["
                + diffIds.size()
                + "] is "
                + Quoted.of(String.valueOf(e.getMessage()))
                + ".",
            JsonFault.REMEDY);
      }
    }
    Platform platform =
        config.has("os") || config.has("architecture")
            ? IndexOrManifest.platform(
                config.text("os"), config.text("architecture"), config.text("variant"))
            : null;
    return new ImageConfig(platform, config.textOrNull("created"), diffIds, rootfs != null);
  }
}
