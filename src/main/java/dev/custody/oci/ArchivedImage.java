package dev.custody.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that was selected in an archive; a component is null (or a list empty) where reading
 * did not get that far.
 *
 * @param selected the descriptor containers/image would take
 * @param selectionReason why: {@code the only entry in index.json}, {@code reference name "latest"}
 * @param digest of the selected blob's bytes as stored: what {@code skopeo inspect} prints; null
 *     for a docker-archive
 * @param sha256 of the same bytes, where {@code digest} is of another algorithm; null otherwise
 * @param instances the manifests of {@code selected} where that is an index; null otherwise
 * @param rewritten a part of {@code selected}, an index, that some versions of skopeo drop or add
 *     when they copy the whole index, which so gets another digest, and which versions: {@code
 *     manifests[1].artifactType, which skopeo before 1.16 does not copy}; null where there is none
 * @param platformManifest the one of them that is shown: of linux/amd64 if it is there, else the
 *     first that is whole, whatever machine looks; null where there is none
 * @param config the selected manifest's config
 * @param diffIds of the config, in order
 * @param created the config's creation time as written there
 */
public record ArchivedImage(
    @Nullable Descriptor selected,
    @Nullable String selectionReason,
    @Nullable Digest digest,
    @Nullable Digest sha256,
    @Nullable List<Instance> instances,
    @Nullable String rewritten,
    @Nullable Descriptor platformManifest,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Digest> diffIds,
    @Nullable Platform platform,
    @Nullable String created) {
  public ArchivedImage {
    instances = instances == null ? null : List.copyOf(instances);
    layers = List.copyOf(layers);
    diffIds = List.copyOf(diffIds);
  }

  /** An image whose manifest is selected directly, named by sha256. */
  public ArchivedImage(
      @Nullable Descriptor selected,
      @Nullable String selectionReason,
      @Nullable Digest digest,
      @Nullable Descriptor platformManifest,
      @Nullable Descriptor config,
      List<Descriptor> layers,
      List<Digest> diffIds,
      @Nullable Platform platform,
      @Nullable String created) {
    this(
        selected,
        selectionReason,
        digest,
        null,
        null,
        null,
        platformManifest,
        config,
        layers,
        diffIds,
        platform,
        created);
  }

  /** The manifests of a selected index that cannot be pushed from here: blobs are missing. */
  public List<Instance> incomplete() {
    return instances == null
        ? List.of()
        : instances.stream().filter(instance -> instance.missing() > 0).toList();
  }

  /** Returns the image of an archive in which none was selected. */
  public static ArchivedImage none() {
    return new ArchivedImage(null, null, null, null, null, List.of(), List.of(), null, null);
  }

  /** Returns what tells this image from others. */
  public ImageIdentity identity() {
    return new ImageIdentity(
        sha256 == null ? digest : sha256, config == null ? null : config.digest(), diffIds);
  }
}
