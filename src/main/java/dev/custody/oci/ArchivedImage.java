package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that was selected in an archive; a component is null (or a list empty) where reading
 * did not get that far.
 *
 * @param selected the descriptor containers/image would take
 * @param selectionReason why: {@code only entry of index.json}, {@code reference name "latest"}
 * @param digest of the selected blob's bytes as stored: what {@code skopeo inspect} prints; null
 *     for a docker-archive
 * @param platformManifest where {@code selected} is an index: the manifest chosen in it; null
 *     otherwise
 * @param config the selected manifest's config
 * @param diffIds of the config, in order
 * @param created the config's creation time as written there
 */
public record ArchivedImage(
    @Nullable Descriptor selected,
    @Nullable String selectionReason,
    @Nullable Digest digest,
    @Nullable Descriptor platformManifest,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Digest> diffIds,
    @Nullable Platform platform,
    @Nullable String created) {
  public ArchivedImage {
    layers = List.copyOf(layers);
    diffIds = List.copyOf(diffIds);
  }

  /** What tells this image from others. */
  public ImageIdentity identity() {
    return new ImageIdentity(digest, config == null ? null : config.digest(), diffIds);
  }
}
