package dev.custody.oci.image;

import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Draft;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.store.Blob;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.tar.TarEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a docker-archive ({@code docker save}). It stores no manifest, so there is no digest to
 * keep; the config's digest and the diffIDs identify the image.
 */
public final class DockerInspection {
  private static final Pattern DIGEST_NAME =
      Pattern.compile("(?:.*[/:])?([0-9a-f]{64})(?:\\.json|\\.tar\\.gz)?");

  private final BlobStore store;
  private final DockerFiles files;
  private final ImageArchive.Request request;
  private final Draft draft;

  /** Reads from a store whose tar has these entries, in stored order. */
  public DockerInspection(
      BlobStore store, List<TarEntry> stored, ImageArchive.Request request, Draft draft) {
    this.store = store;
    this.files = new DockerFiles(store, stored, draft);
    this.request = request;
    this.draft = draft;
  }

  public void run() throws IOException, UnreadableArchive {
    draft.problems.note(
        "a docker-archive stores no manifest: its digest is not preservable, every tool that pushes"
            + " it makes a new one; compare the config digest");
    byte[] bytes = files.read(files.need("manifest.json", "manifest.json"), "manifest.json");
    List<DockerImage> images = DockerImage.parse(bytes, "manifest.json of " + draft.file);
    draft.referenceNames = images.stream().flatMap(i -> i.repoTags().stream()).distinct().toList();
    config(choose(images));
    files.otherReadings();
  }

  private DockerImage choose(List<DockerImage> images) throws UnreadableArchive {
    Integer number = request.sourceIndex();
    String ref = request.ref();
    if (number != null && number < images.size()) {
      draft.selectionReason = "source index @" + number;
      return images.get(number);
    }
    if (ref != null) {
      for (DockerImage image : images) {
        if (image.repoTags().stream().anyMatch(tag -> normal(tag).equals(normal(ref)))) {
          draft.selectionReason = "reference name \"" + Quoted.of(ref) + "\"";
          return image;
        }
      }
    }
    if (ref != null || number != null) {
      throw new UnreadableArchive(
          Kind.REF_NOT_FOUND,
          "manifest.json",
          draft.file
              + ": no image "
              + (ref != null ? "\"" + Quoted.of(ref) + "\"" : "@" + number)
              + " in manifest.json; it has "
              + names(images)
              + ".");
    }
    if (images.size() != 1) {
      throw new UnreadableArchive(
          Kind.AMBIGUOUS_INDEX,
          "manifest.json",
          images.isEmpty()
              ? draft.file + " names no image in its manifest.json. Export the image again."
              : draft.file
                  + " holds "
                  + images.size()
                  + " images, choose one: "
                  + choices(images)
                  + ".");
    }
    draft.selectionReason = "only image of manifest.json";
    return images.getFirst();
  }

  /** What to write to choose: a name where each has one, else the position. */
  private String choices(List<DockerImage> images) {
    if (images.stream().noneMatch(image -> image.repoTags().isEmpty())) {
      return "give --ref with one of " + names(images);
    }
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < Math.min(images.size(), 20); i++) {
      List<String> tags = images.get(i).repoTags();
      choices.add(
          "docker-archive:"
              + draft.file
              + ":@"
              + i
              + " ("
              + (tags.isEmpty() ? "no name" : Quoted.of(tags.getFirst()))
              + ")");
    }
    return "give " + String.join(" or ", choices);
  }

  private static String names(List<DockerImage> images) {
    List<String> names =
        images.stream()
            .flatMap(i -> i.repoTags().stream())
            .limit(20)
            .map(tag -> "\"" + Quoted.of(tag) + "\"")
            .toList();
    return names.isEmpty() ? images.size() + " image(s) without a name" : String.join(", ", names);
  }

  /** A docker reference with the defaults written out (distribution/reference, normalize.go). */
  private static String normal(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    String full = name.contains(":") ? reference : reference + ":latest";
    int slash = full.indexOf('/');
    String host = slash < 0 ? "" : full.substring(0, slash);
    boolean registry = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (!registry) {
      return "docker.io/" + (slash < 0 ? "library/" : "") + full;
    }
    return host.equals("index.docker.io") ? "docker.io" + full.substring(slash) : full;
  }

  private void config(DockerImage image) throws IOException, UnreadableArchive {
    String label = "config " + Quoted.of(image.config());
    byte[] bytes = files.read(files.need(image.config(), label), label);
    Digest digest = Hashing.of("sha256", bytes);
    draft.config = new Descriptor(MediaType.DOCKER_CONFIG, digest, bytes.length, null, Map.of());
    draft.hashed(bytes.length);
    Digest named = digestIn(image.config());
    if (named != null && !named.equals(digest)) {
      draft.problems.add(ContentCheck.mismatch(draft.file, label, named, digest));
    }
    ImageConfig config =
        ImageConfig.parse(bytes, MediaType.DOCKER_CONFIG, label + " of " + draft.file, label);
    draft.diffIds = config.diffIds();
    draft.platform = config.platform();
    draft.created = config.created();
    if (!config.hasRootfs()) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          label,
          label
              + " of "
              + draft.file
              + " has no rootfs, so that skopeo refuses it. Build the image again.");
    }
    if (image.layers().size() != config.diffIds().size()) {
      throw new UnreadableArchive(
          Kind.DIFF_ID_MISMATCH,
          "manifest.json",
          "manifest.json of "
              + draft.file
              + " lists "
              + image.layers().size()
              + " layers, the config "
              + config.diffIds().size()
              + " diffIDs. They are not of one build; build the image again.");
    }
    layers(image, config.diffIds());
  }

  private void layers(DockerImage image, List<Digest> diffIds) throws IOException {
    ContentCheck content = new ContentCheck(draft, request);
    List<Descriptor> layers = new ArrayList<>();
    Map<String, Digest> read = new HashMap<>();
    for (int i = 0; i < diffIds.size(); i++) {
      String name = image.layers().get(i);
      Digest diffId = diffIds.get(i);
      String label = "layer " + (i + 1) + " (" + Quoted.of(name) + ")";
      // skopeo takes the first file of a diffID, and does not look at the others.
      String file = read.containsValue(diffId) ? image.layers().get(diffIds.indexOf(diffId)) : name;
      try {
        Blob blob = files.need(file, label);
        Digest other = read.put(blob.name(), diffId);
        if (other != null && !other.equals(diffId)) {
          throw new UnreadableArchive(
              Kind.MALFORMED,
              label,
              label
                  + " of "
                  + draft.file
                  + " is one file for two diffIDs, "
                  + other
                  + " and "
                  + diffId
                  + ", which skopeo refuses. Export the image again.");
        }
        Digest named = digestIn(file);
        layers.add(
            named == null
                ? new Descriptor(MediaType.DOCKER_LAYER, diffId, blob.size(), null, Map.of())
                : new Descriptor(
                    MediaType.DOCKER_LAYER + (file.endsWith(".gz") ? ".gzip" : ""),
                    named,
                    blob.size(),
                    null,
                    Map.of()));
        content.add(
            new ContentCheck.Task(
                blob,
                named == null ? Set.of() : Set.of(named),
                label,
                true,
                1,
                true,
                Set.of(diffId)));
      } catch (UnreadableArchive e) {
        draft.problems.add(e.problem());
      }
    }
    draft.layers = layers;
    CraneTar.note(image, layers, draft);
    if (request.depth() != Depth.STRUCTURE) {
      content.run(store);
    }
  }

  /** The digest a name promises: {@code blobs/sha256/HEX}, {@code HEX.json}, {@code HEX.tar.gz}. */
  private static @Nullable Digest digestIn(String name) {
    Matcher digest = DIGEST_NAME.matcher(name);
    return digest.matches() ? new Digest("sha256", digest.group(1)) : null;
  }
}
