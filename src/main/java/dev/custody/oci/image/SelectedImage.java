package dev.custody.oci.image;

import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.read.Hashing;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the selected entry of index.json: a manifest, or an index and the one of its manifests that
 * is shown.
 */
final class SelectedImage {
  private final Selection selection;
  private final LayoutBlobs blobs;
  private final Manifests manifests;
  private final LayerPresence layers;
  private final CheckLog log;
  private @Nullable Digest digest;
  private @Nullable Digest sha256;
  private @Nullable List<Instance> instances;
  private @Nullable String rewritten;
  private @Nullable Descriptor platformManifest;
  private @Nullable IndexOrManifest manifest;
  private List<Digest> diffIds = List.of();
  private @Nullable Platform platform;
  private @Nullable String created;

  SelectedImage(
      Selection selection,
      LayoutBlobs blobs,
      Manifests manifests,
      LayerPresence layers,
      CheckLog log) {
    this.selection = selection;
    this.blobs = blobs;
    this.manifests = manifests;
    this.layers = layers;
    this.log = log;
  }

  /** Returns the image as far as it has been read. */
  ArchivedImage image() {
    return new ArchivedImage(
        selection.descriptor(),
        selection.reason(),
        digest,
        sha256,
        instances,
        rewritten,
        platformManifest,
        manifest == null ? null : manifest.config(),
        manifest == null ? List.of() : manifest.layers(),
        diffIds,
        platform,
        created);
  }

  /**
   * Reads the image.
   *
   * @param others looks at the other manifests of a selected index
   */
  void read(OtherManifests others) throws IOException, UnreadableArchive {
    Descriptor entry = selection.descriptor();
    String label = "manifest " + entry.digest();
    byte[] bytes = blobs.load(entry, label);
    digests(entry.digest().algorithm(), bytes);
    IndexOrManifest document = manifests.parse(entry, bytes, label);
    Descriptor config = document.config();
    if (config == null) {
      index(document, label, others);
    } else {
      image(document, config);
    }
  }

  private void digests(String algorithm, byte[] bytes) {
    digest = Hashing.of(algorithm, bytes);
    if (!algorithm.equals("sha256")) {
      sha256 = Hashing.of("sha256", bytes);
      log.problems()
          .note(
              "the archive names the manifest by its "
                  + algorithm
                  + " digest, which the newest skopeo prints too; older versions of skopeo, and"
                  + " most registries, show "
                  + sha256);
    }
  }

  /** A selected index: which of its manifests are whole, and the one that is shown. */
  private void index(IndexOrManifest index, String label, OtherManifests others)
      throws IOException, UnreadableArchive {
    IndexInstances.Listed found = IndexInstances.of(index, blobs, manifests, log);
    List<Instance> listed = found.instances();
    instances = listed;
    rewritten =
        index.rewritten() == null
            ? found.unmarked()
            : index.rewritten() + ", which skopeo before 1.16 does not copy";
    if (rewritten != null) {
      log.problems()
          .note(
              "the index has "
                  + rewritten
                  + ": with --all such a skopeo pushes an index with another digest, and with"
                  + " --preserve-digests it fails"
                  + (index.rewritten() == null ? " up to version 1.22" : ""));
    }
    Descriptor shown =
        PlatformChoice.shown(listed, index.mediaType().equals(MediaType.DOCKER_LIST));
    if (shown == null) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          label,
          "the image index "
              + selection.descriptor().digest()
              + " in "
              + log.file()
              + " has no image; it has "
              + (listed.isEmpty() ? "no manifests" : listed.size() + " attestation(s)")
              + ". Export the image again.");
    }
    platformManifest = shown;
    IndexOrManifest document =
        manifests.load(shown, "manifest " + shown.digest() + " of the index");
    for (Descriptor other : index.manifests()) {
      others.look(other);
    }
    Descriptor config = document.config();
    if (config != null) {
      image(document, config);
    }
  }

  private void image(IndexOrManifest document, Descriptor config) throws IOException {
    manifest = document;
    String label = "config " + config.digest();
    blobs.checkAlgorithm(config, label);
    try {
      byte[] bytes = blobs.load(config, label);
      if (MediaType.isConfig(config.mediaType())) {
        config(document, config, bytes);
      }
    } catch (UnreadableArchive e) {
      log.problems().add(e.problem());
    }
    if (document.mediaType().equals(MediaType.OCI_MANIFEST)
        && !config.mediaType().equals(MediaType.OCI_CONFIG)) {
      log.problems()
          .note(
              (MediaType.isConfig(config.mediaType())
                      ? "an OCI manifest with docker's config"
                      : "an artifact, not an image: its config has the media type "
                          + (config.mediaType().isEmpty()
                              ? "(none)"
                              : Quoted.of(config.mediaType())))
                  + "; skopeo copy pushes it, skopeo inspect refuses it");
    }
    layers.look(document, diffIds, null);
  }

  /** Reads the config. A config that Go cannot decode is pushed unread, so it is no problem. */
  private void config(IndexOrManifest document, Descriptor config, byte[] bytes) {
    ImageConfig parsed;
    try {
      parsed = ImageConfig.inLayout(bytes, config, log.file());
    } catch (UnreadableArchive e) {
      boolean unchanged = Hashing.of(config.digest().algorithm(), bytes).equals(config.digest());
      if (unchanged && e.problem().kind() == Kind.MALFORMED) {
        log.problems()
            .note(
                e.fault()
                    + " skopeo copy pushes it as it is; skopeo inspect, container runtimes and a"
                    + " push that converts the image decode it, and may refuse it");
      } else {
        log.problems().add(e.problem());
      }
      return;
    }
    diffIds = parsed.diffIds();
    platform = parsed.platform();
    created = parsed.created();
    if (parsed.isEmpty()) {
      log.problems()
          .note(
              "an artifact, not an image: its config does not describe an image; its digest"
                  + " decides");
    } else {
      compareCounts(document);
    }
  }

  private void compareCounts(IndexOrManifest document) {
    int count = document.layers().size();
    if (count == diffIds.size()) {
      return;
    }
    if (diffIds.isEmpty()) {
      boolean artifact =
          document.layers().stream().noneMatch(layer -> MediaType.isTarLayer(layer.mediaType()));
      log.problems()
          .note(
              "the config lists no diffIDs, and "
                  + (artifact
                      ? "none of the " + count + " layers is a file system: an artifact"
                      : "the manifest "
                          + count
                          + " layers: an artifact, or an image that no runtime unpacks; skopeo"
                          + " copy pushes it as it is"));
      return;
    }
    log.problems()
        .add(
            new Problem(
                Kind.DIFF_ID_MISMATCH,
                "config",
                diffIds.size() + " diffIDs",
                count + " layers",
                "the config in "
                    + log.file()
                    + " lists "
                    + diffIds.size()
                    + " diffIDs, the manifest "
                    + count
                    + " layers. They do not come from one build; build the image again."));
  }
}
