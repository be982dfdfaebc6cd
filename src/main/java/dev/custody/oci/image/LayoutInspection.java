package dev.custody.oci.image;

import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Draft;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.store.Blob;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image layout, whatever it is stored in: selects an image as containers/image does, and
 * verifies what {@code skopeo inspect} does not.
 */
public final class LayoutInspection {
  private static final int DEEPEST_INDEX = 8;
  private static final int MOST_MANIFESTS = 10_000;
  private static final int OTHERS_LISTED = 1000;

  private final BlobStore store;
  private final ImageArchive.Request request;
  private final Draft draft;
  private final Platform wanted;
  private final ContentCheck content;
  private final Map<Digest, IndexOrManifest> documents = new HashMap<>();
  private final Set<Digest> verified = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private int manifests;
  private int missing;
  private @Nullable String firstMissing;

  public LayoutInspection(
      BlobStore store, ImageArchive.Request request, Draft draft, Platform wanted) {
    this.store = store;
    this.request = request;
    this.draft = draft;
    this.wanted = wanted;
    this.content = new ContentCheck(draft, request);
  }

  public void run() throws IOException, UnreadableArchive {
    byte[] bytes = wholeFile("index.json");
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
    if (missing > 0) {
      draft.problems.note(
          missing
              + " blob(s) that only other images or platforms use are not in the archive, the"
              + " first is "
              + firstMissing
              + "; copying all of them (skopeo copy --all) would fail");
    }
    unnamed();
    if (request.depth() != Depth.STRUCTURE) {
      content.run(store);
    }
  }

  private byte[] wholeFile(String name) throws IOException, UnreadableArchive {
    Blob blob = store.find(name);
    if (blob == null) {
      throw new UnreadableArchive(
          Kind.NOT_AN_ARCHIVE, name, draft.file + " holds no " + name + ": no image layout.");
    }
    return bounded(blob, name);
  }

  /** A small file's bytes, as many as the store says it has. */
  private byte[] bounded(Blob blob, String label) throws IOException, UnreadableArchive {
    if (blob.sparse()) {
      throw new UnreadableArchive(
          Kind.UNSUPPORTED,
          label,
          draft.file
              + " stores "
              + label
              + " as a sparse file, which is not supported; make the tar again without --sparse.");
    }
    if (blob.size() > IndexOrManifest.LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          label,
          label
              + " in "
              + draft.file
              + " has "
              + blob.size()
              + " bytes; more than "
              + IndexOrManifest.LIMIT
              + " (4 MiB) is refused, as registries do. Export the image again.");
    }
    byte[] bytes = store.read(blob, (int) blob.size());
    if (bytes.length < blob.size()) {
      throw new UnreadableArchive(
          Kind.TRUNCATED,
          label,
          label
              + " in "
              + draft.file
              + " ended after "
              + bytes.length
              + " of "
              + blob.size()
              + " bytes. The file shrank while it was read; wait for its writer.");
    }
    return bytes;
  }

  private void selected(Descriptor entry) throws IOException, UnreadableArchive {
    Descriptor at = entry;
    String label = "manifest " + at.digest();
    byte[] bytes = load(at, label);
    // Registries and every skopeo show sha256, whatever algorithm names the blob.
    draft.digest = Hashing.of("sha256", bytes);
    if (!at.digest().algorithm().equals("sha256")) {
      draft.problems.note(
          "the archive names the manifest by "
              + at.digest().algorithm()
              + "; the digest given is the sha256 that registries show");
    }
    for (int depth = 0; ; depth++) {
      IndexOrManifest document = document(at, bytes, label);
      String kind = document.mediaType();
      if (MediaType.isManifest(kind)) {
        image(document, label);
        return;
      }
      if (depth == DEEPEST_INDEX) {
        throw new UnreadableArchive(
            Kind.UNSUPPORTED,
            label,
            draft.file + " nests indexes more than " + DEEPEST_INDEX + " deep at " + label + ".");
      }
      Descriptor chosen =
          PlatformChoice.choose(document.manifests(), wanted, kind.equals(MediaType.DOCKER_LIST));
      for (Descriptor manifest : document.manifests()) {
        if (!manifest.equals(chosen)) {
          other(manifest, 1);
        }
      }
      if (chosen == null) {
        throw new UnreadableArchive(
            Kind.UNSUPPORTED,
            label,
            "the image index "
                + at.digest()
                + " in "
                + draft.file
                + " has no image for "
                + wanted
                + "; it has "
                + platforms(document.manifests())
                + ". Look at it on such a machine, or export the platform you need.");
      }
      draft.platformManifest = chosen;
      at = chosen;
      label = "manifest " + at.digest() + " of the index";
      bytes = load(at, label);
    }
  }

  private static String platforms(List<Descriptor> manifests) {
    List<String> names =
        manifests.stream()
            .limit(20)
            .map(m -> m.platform() == null ? "(none stated)" : Quoted.of(m.platform().toString()))
            .toList();
    return names.isEmpty() ? "no manifests" : String.join(", ", names);
  }

  private IndexOrManifest document(Descriptor at, byte[] bytes, String label)
      throws UnreadableArchive {
    IndexOrManifest document = documents.get(at.digest());
    if (document == null) {
      document = IndexOrManifest.parse(bytes, described(at), label + " of " + draft.file, label);
      documents.put(at.digest(), document);
    }
    return document;
  }

  /**
   * The media type that containers/image treats a blob by: that of the entry of index.json with its
   * digest, wherever else it is named. Empty where there is no such entry.
   */
  private String described(Descriptor descriptor) {
    for (Descriptor entry : draft.entries) {
      if (entry.digest().equals(descriptor.digest())) {
        return descriptor.equals(draft.selected) ? descriptor.mediaType() : entry.mediaType();
      }
    }
    return "";
  }

  /** A blob that must be here, verified; what it holds is returned even if it was changed. */
  private byte[] load(Descriptor descriptor, String label) throws IOException, UnreadableArchive {
    String name = Blob.nameOf(descriptor.digest());
    named.add(name);
    Blob blob = store.find(name);
    if (blob == null) {
      throw new UnreadableArchive(missing(label, descriptor));
    }
    checkSize(descriptor, blob, label);
    byte[] bytes = bounded(blob, label);
    if (verified.add(descriptor.digest())) {
      draft.hashed(bytes.length);
      Digest found = Hashing.of(descriptor.digest().algorithm(), bytes);
      if (!found.equals(descriptor.digest())) {
        draft.problems.add(ContentCheck.mismatch(draft.file, label, descriptor.digest(), found));
      }
    }
    return bytes;
  }

  private Problem missing(String label, Descriptor descriptor) {
    return new Problem(
        Kind.BLOB_MISSING,
        label,
        descriptor.size() + " bytes",
        "no " + Blob.nameOf(descriptor.digest()),
        label
            + " is not in "
            + draft.file
            + ": "
            + Blob.nameOf(descriptor.digest())
            + " is missing. Export the image again; if a task is still writing it, wait.");
  }

  private void checkSize(Descriptor descriptor, Blob blob, String label) {
    // A sparse entry's size is that of its pieces; it is refused for what it is.
    if (!blob.sparse() && blob.size() != descriptor.size()) {
      draft.problems.add(
          new Problem(
              Kind.SIZE_MISMATCH,
              label,
              descriptor.size() + " bytes",
              blob.size() + " bytes",
              label
                  + " in "
                  + draft.file
                  + " has another size than its descriptor says: recorded "
                  + descriptor.size()
                  + " bytes, observed "
                  + blob.size()
                  + ". It was changed or cut after the export; export the image again."));
    }
  }

  /** The selected image. */
  private void image(IndexOrManifest manifest, String label) throws IOException, UnreadableArchive {
    Descriptor config = manifest.config();
    if (config == null) {
      throw new IllegalArgumentException("no manifest: " + label);
    }
    draft.config = config;
    draft.layers = manifest.layers();
    List<Digest> diffIds = List.of();
    try {
      byte[] bytes = load(config, "config " + config.digest());
      if (!MediaType.isConfig(config.mediaType())) {
        throw new UnreadableArchive(
            Kind.UNSUPPORTED,
            "config " + config.digest(),
            draft.file
                + " holds an artifact, not an image: its config has the media type "
                + Quoted.of(config.mediaType())
                + "; skopeo inspect refuses it too.");
      }
      ImageConfig parsed =
          ImageConfig.parse(
              bytes,
              config.mediaType(),
              "config " + config.digest() + " of " + draft.file,
              "config " + config.digest());
      diffIds = parsed.diffIds();
      draft.diffIds = diffIds;
      draft.platform = parsed.platform();
      draft.created = parsed.created();
      compareCounts(manifest, diffIds);
    } catch (UnreadableArchive e) {
      draft.problems.add(e.problem());
    }
    layers(manifest, diffIds, null);
  }

  private void compareCounts(IndexOrManifest manifest, List<Digest> diffIds) {
    if (manifest.layers().size() != diffIds.size()) {
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
  }

  /**
   * Presence and size of every layer, and what is to be read of them later.
   *
   * @param of null for the selected image; otherwise what messages call the other one
   */
  private void layers(IndexOrManifest manifest, List<Digest> diffIds, @Nullable String of) {
    List<Descriptor> layers = manifest.layers();
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      String label =
          "layer " + (i + 1) + " (" + layer.digest() + ")" + (of == null ? "" : " of " + of);
      String name = Blob.nameOf(layer.digest());
      boolean first = named.add(name);
      if (of != null && first) {
        list(layer);
      }
      Blob blob = store.find(name);
      if (blob == null) {
        absent(layer, label, of != null);
        continue;
      }
      if (of == null || first) {
        checkSize(layer, blob, label);
      }
      if (blob.sparse()) {
        draft.problems.add(
            Kind.UNSUPPORTED,
            label,
            draft.file
                + " stores "
                + label
                + " as a sparse file, which is not supported; make the tar again without"
                + " --sparse.");
        continue;
      }
      boolean unpack = draft.depth == Depth.LAYERS && MediaType.isTarLayer(layer.mediaType());
      if (draft.depth == Depth.LAYERS && !unpack) {
        draft.problems.note(
            label + " was not unpacked: media type " + Quoted.of(layer.mediaType()));
      }
      Set<Digest> diffId = i < diffIds.size() ? Set.of(diffIds.get(i)) : Set.of();
      if (!verified.contains(layer.digest()) || unpack) {
        content.add(
            new ContentCheck.Task(
                blob, Set.of(layer.digest()), label, true, of == null ? 1 : 0, unpack, diffId));
      }
    }
  }

  private void absent(Descriptor layer, String label, boolean other) {
    if (MediaType.mayBeAbsent(layer.mediaType())) {
      draft.problems.note(label + " is not in the archive; its media type allows that");
    } else if (other) {
      countMissing(label);
    } else {
      draft.problems.add(missing(label, layer));
    }
  }

  private void countMissing(String label) {
    if (missing++ == 0) {
      firstMissing = label;
    }
  }

  /** An image, index or platform that was not selected: what is there is verified all the same. */
  private void other(Descriptor descriptor, int depth) throws IOException {
    if (!named.add(Blob.nameOf(descriptor.digest())) || depth > DEEPEST_INDEX) {
      return;
    }
    if (++manifests > MOST_MANIFESTS) {
      draft.problems.note("only the first " + MOST_MANIFESTS + " manifests were looked at");
      return;
    }
    list(descriptor);
    String label = "manifest " + descriptor.digest();
    if (store.find(Blob.nameOf(descriptor.digest())) == null) {
      countMissing(label);
      return;
    }
    try {
      IndexOrManifest document = document(descriptor, load(descriptor, label), label);
      for (Descriptor manifest : document.manifests()) {
        other(manifest, depth + 1);
      }
      Descriptor config = document.config();
      if (config != null) {
        layers(document, otherConfig(config), label);
      }
    } catch (UnreadableArchive e) {
      draft.problems.note(e.problem().message());
    }
  }

  private List<Digest> otherConfig(Descriptor config) throws IOException, UnreadableArchive {
    String label = "config " + config.digest();
    if (named.add(Blob.nameOf(config.digest()))) {
      list(config);
    }
    if (store.find(Blob.nameOf(config.digest())) == null) {
      countMissing(label);
      return List.of();
    }
    byte[] bytes = load(config, label);
    return MediaType.isConfig(config.mediaType())
        ? ImageConfig.parse(bytes, config.mediaType(), label + " of " + draft.file, label).diffIds()
        : List.of();
  }

  private void list(Descriptor descriptor) {
    if (draft.others.size() < OTHERS_LISTED) {
      draft.others.add(descriptor);
    }
  }

  /** Blobs that no manifest names are hashed too, since somebody put them there. */
  private void unnamed() {
    int count = 0;
    for (String name : store.names()) {
      Blob blob = name.startsWith("blobs/") && !named.contains(name) ? store.find(name) : null;
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
