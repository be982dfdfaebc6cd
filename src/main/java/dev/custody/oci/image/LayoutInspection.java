package dev.custody.oci.image;

import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Digest;
import dev.custody.oci.Draft;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.Instance;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.store.Blob;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads an image layout, whatever it is stored in: selects an image as containers/image does, and
 * verifies what {@code skopeo inspect} does not.
 */
public final class LayoutInspection {
  private static final int DEEPEST_INDEX = 8;
  private static final int MOST_MANIFESTS = 10_000;

  private final BlobStore store;
  private final ImageArchive.Request request;
  private final Draft draft;
  private final LayoutBlobs blobs;
  private final ContentCheck content;
  private final LayerPresence layers;
  private int manifests;

  public LayoutInspection(BlobStore store, ImageArchive.Request request, Draft draft) {
    this.store = store;
    this.request = request;
    this.draft = draft;
    this.blobs = new LayoutBlobs(store, draft);
    this.content = new ContentCheck(draft, request);
    this.layers = new LayerPresence(blobs, content, draft);
  }

  public void run() throws IOException, UnreadableArchive {
    byte[] bytes = blobs.index();
    draft.indexDigest = Hashing.of("sha256", bytes);
    List<Descriptor> entries = IndexOrManifest.entries(bytes, "index.json of " + draft.file);
    draft.entries = entries;
    draft.referenceNames =
        entries.stream().map(Descriptor::refName).filter(Objects::nonNull).distinct().toList();
    int chosen = -1;
    try {
      Selection selection = Selection.of(entries, request.ref(), request.sourceIndex(), draft.file);
      chosen = selection.number();
      draft.selected = selection.descriptor();
      draft.selectionReason = selection.reason();
      selected(selection.descriptor());
    } catch (UnreadableArchive e) {
      draft.problems.add(e.problem());
    }
    for (int i = 0; i < entries.size(); i++) {
      if (i != chosen) {
        other(entries.get(i), 1);
      }
    }
    layers.noteMissing();
    unnamed();
    if (request.depth() != Depth.STRUCTURE) {
      content.run(store);
    }
  }

  private void selected(Descriptor entry) throws IOException, UnreadableArchive {
    String label = "manifest " + entry.digest();
    byte[] bytes = blobs.load(entry, label);
    draft.digest = Hashing.of(entry.digest().algorithm(), bytes);
    if (!entry.digest().algorithm().equals("sha256")) {
      draft.sha256 = Hashing.of("sha256", bytes);
      draft.problems.note(
          "the archive names the manifest by "
              + entry.digest().algorithm()
              + ", and the newest skopeo prints that digest; registries and older versions show "
              + draft.sha256
              + ", unless it is pushed by its "
              + entry.digest().algorithm()
              + " digest to a registry that knows the algorithm");
    }
    IndexOrManifest document = document(entry, bytes, label);
    if (document.config() != null) {
      image(document, document.config());
    } else {
      index(entry, document, label);
    }
  }

  private IndexOrManifest document(Descriptor at, byte[] bytes, String label)
      throws UnreadableArchive {
    return IndexOrManifest.parse(bytes, described(at), label + " of " + draft.file, label);
  }

  /**
   * The media type that containers/image treats a blob by: that of the entry of index.json with its
   * digest, wherever else it is named. Empty where there is no such entry.
   */
  private String described(Descriptor descriptor) {
    if (descriptor.equals(draft.selected)) {
      return descriptor.mediaType();
    }
    return draft.entries.stream()
        .filter(entry -> entry.digest().equals(descriptor.digest()))
        .findFirst()
        .map(Descriptor::mediaType)
        .orElse("");
  }

  /** A selected index: which of its manifests are whole, and the one that is shown. */
  private void index(Descriptor entry, IndexOrManifest index, String label)
      throws IOException, UnreadableArchive {
    List<Instance> instances = new ArrayList<>();
    for (Descriptor manifest : index.manifests()) {
      if (instances.size() == MOST_MANIFESTS) {
        break;
      }
      Instance instance = new Instance(manifest, missing(manifest));
      instances.add(instance);
      if (instance.missing() > 0) {
        draft.problems.note(
            "manifests that are not whole",
            "the index lists "
                + Quoted.of(DescriptorKind.platform(manifest))
                + " ("
                + manifest.digest()
                + "), of which "
                + instance.missing()
                + " blob(s) are not in the archive: it cannot be pushed from here");
      }
    }
    draft.instances = instances;
    Descriptor shown =
        PlatformChoice.shown(instances, index.mediaType().equals(MediaType.DOCKER_LIST));
    if (shown == null) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          label,
          "the image index "
              + entry.digest()
              + " in "
              + draft.file
              + " has no image; it has "
              + (instances.isEmpty() ? "no manifests" : instances.size() + " attestation(s)")
              + ". Export the image again.");
    }
    draft.platformManifest = shown;
    String name = "manifest " + shown.digest() + " of the index";
    IndexOrManifest document = document(shown, blobs.load(shown, name), name);
    for (Descriptor manifest : index.manifests()) {
      other(manifest, 1);
    }
    if (document.config() == null) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          name,
          name
              + " in "
              + draft.file
              + " is an index itself; skopeo copies no index inside an index. Export the image you"
              + " need.");
    }
    image(document, document.config());
  }

  /** How many blobs of a manifest are not here, itself included; a look before it is verified. */
  private int missing(Descriptor manifest) throws IOException {
    byte[] bytes = blobs.peek(manifest);
    if (bytes == null) {
      return 1;
    }
    try {
      IndexOrManifest document = document(manifest, bytes, "manifest " + manifest.digest());
      List<Descriptor> needed = new ArrayList<>(document.manifests());
      if (document.config() != null) {
        needed.add(document.config());
      }
      document.layers().stream()
          .filter(layer -> !MediaType.mayBeAbsent(layer.mediaType()))
          .forEach(needed::add);
      return (int) needed.stream().filter(blob -> blobs.find(blob) == null).distinct().count();
    } catch (UnreadableArchive e) {
      // Told where it is verified; it can be pushed no more than one that is not here.
      return 1;
    }
  }

  /** The selected image, or artifact. */
  private void image(IndexOrManifest manifest, Descriptor config) throws IOException {
    draft.config = config;
    draft.layers = manifest.layers();
    List<Digest> diffIds = List.of();
    String label = "config " + config.digest();
    try {
      byte[] bytes = blobs.load(config, label);
      if (MediaType.isConfig(config.mediaType())) {
        ImageConfig parsed =
            ImageConfig.parse(bytes, config.mediaType(), label + " of " + draft.file, label);
        diffIds = parsed.diffIds();
        draft.diffIds = diffIds;
        draft.platform = parsed.platform();
        draft.created = parsed.created();
        compareCounts(manifest, diffIds);
      }
    } catch (UnreadableArchive e) {
      draft.problems.add(e.problem());
    }
    if (manifest.mediaType().equals(MediaType.OCI_MANIFEST)
        && !config.mediaType().equals(MediaType.OCI_CONFIG)) {
      draft.problems.note(
          (MediaType.isConfig(config.mediaType())
                  ? "an OCI manifest with docker's config"
                  : "an artifact, not an image: its config has the media type "
                      + (config.mediaType().isEmpty() ? "(none)" : Quoted.of(config.mediaType())))
              + "; skopeo copy pushes it, skopeo inspect refuses it");
    }
    layers.look(manifest, diffIds, null);
  }

  private void compareCounts(IndexOrManifest manifest, List<Digest> diffIds) {
    if (manifest.layers().size() == diffIds.size()) {
      return;
    }
    if (diffIds.isEmpty()
        && manifest.layers().stream().noneMatch(layer -> MediaType.isTarLayer(layer.mediaType()))) {
      draft.problems.note(
          "the config lists no diffIDs, and none of the "
              + manifest.layers().size()
              + " layers is a file system: an artifact");
      return;
    }
    draft.problems.add(
        new Problem(
            Kind.DIFF_ID_MISMATCH,
            "config",
            diffIds.size() + " diffIDs",
            manifest.layers().size() + " layers",
            "the config in "
                + draft.file
                + " lists "
                + diffIds.size()
                + " diffIDs, the manifest "
                + manifest.layers().size()
                + " layers. They are not of one build; build the image again."));
  }

  /** An image, index or platform that was not selected: what is there is verified all the same. */
  private void other(Descriptor descriptor, int depth) throws IOException {
    if (!blobs.name(descriptor) || depth > DEEPEST_INDEX) {
      return;
    }
    if (++manifests > MOST_MANIFESTS) {
      draft.problems.note("only the first " + MOST_MANIFESTS + " manifests were looked at");
      return;
    }
    layers.list(descriptor);
    String label = "manifest " + descriptor.digest();
    if (blobs.find(descriptor) == null) {
      layers.countMissing(label);
      return;
    }
    try {
      IndexOrManifest document = document(descriptor, blobs.load(descriptor, label), label);
      for (Descriptor manifest : document.manifests()) {
        other(manifest, depth + 1);
      }
      Descriptor config = document.config();
      if (config != null) {
        layers.look(document, otherConfig(config), label);
      }
    } catch (UnreadableArchive e) {
      draft.problems.note(e.problem().message());
    }
  }

  private List<Digest> otherConfig(Descriptor config) throws IOException, UnreadableArchive {
    String label = "config " + config.digest();
    if (blobs.name(config)) {
      layers.list(config);
    }
    if (blobs.find(config) == null) {
      layers.countMissing(label);
      return List.of();
    }
    byte[] bytes = blobs.load(config, label);
    return MediaType.isConfig(config.mediaType())
        ? ImageConfig.parse(bytes, config.mediaType(), label + " of " + draft.file, label).diffIds()
        : List.of();
  }

  /** Blobs that no manifest names are hashed too, since somebody put them there. */
  private void unnamed() {
    int count = 0;
    for (String name : store.names()) {
      Blob blob = name.startsWith("blobs/") && !blobs.isNamed(name) ? store.find(name) : null;
      if (blob == null) {
        continue;
      }
      count++;
      String[] parts = name.split("/", 3);
      Digest digest = null;
      try {
        digest = parts.length == 3 ? new Digest(parts[1], parts[2]) : null;
      } catch (IllegalArgumentException e) {
        // Told below: its name is no digest.
      }
      if (digest == null) {
        draft.problems.note(Quoted.of(name) + " is no blob: its name is no digest");
      } else if (!blob.sparse() && blob.name().equals(name)) {
        content.add(
            new ContentCheck.Task(
                blob, Set.of(digest), "blob " + digest, false, 0, false, Set.of()));
      }
    }
    if (count > 0) {
      draft.problems.note(count + " blob(s) in the archive are named by no manifest");
    }
  }
}
