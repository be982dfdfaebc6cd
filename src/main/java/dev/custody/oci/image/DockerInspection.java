package dev.custody.oci.image;

import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Blob;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
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
  private final InspectionRequest request;
  private final CheckLog log;
  private List<String> names = List.of();
  private @Nullable DockerSelection selection;
  private @Nullable Descriptor config;
  private @Nullable ImageConfig parsed;
  private List<Descriptor> layers = List.of();

  /** Reads from a store whose tar has these entries, in stored order. */
  public DockerInspection(
      BlobStore store, List<TarEntry> stored, InspectionRequest request, CheckLog log) {
    this.store = store;
    this.files = new DockerFiles(store, stored, log);
    this.request = request;
    this.log = log;
  }

  /** Reads the archive; what stops it is among the log's problems. */
  public StoredImages run() {
    boolean complete = log.attempt(this::read);
    return new StoredImages(null, List.of(), names, List.of(), image(), complete);
  }

  private ArchivedImage image() {
    return new ArchivedImage(
        null,
        selection == null ? null : selection.reason(),
        null,
        null,
        config,
        layers,
        parsed == null ? List.of() : parsed.diffIds(),
        parsed == null ? null : parsed.platform(),
        parsed == null ? null : parsed.created());
  }

  private void read() throws IOException, UnreadableArchive {
    log.problems()
        .note(
            "a docker-archive stores no manifest: each tool that pushes it creates a new one, with"
                + " a different digest; compare the config digest");
    byte[] bytes = files.read(files.need("manifest.json", "manifest.json"), "manifest.json");
    List<DockerImage> images = DockerImage.parse(bytes, "manifest.json of " + log.file());
    names = images.stream().flatMap(i -> i.repoTags().stream()).distinct().toList();
    DockerSelection chosen = DockerSelection.of(images, request, log.file());
    selection = chosen;
    config(chosen.image());
    files.otherReadings();
  }

  private void config(DockerImage image) throws IOException, UnreadableArchive {
    String label = "config " + Quoted.of(image.config());
    byte[] bytes = files.read(files.need(image.config(), label), label);
    Digest digest = Hashing.of("sha256", bytes);
    Descriptor descriptor =
        new Descriptor(MediaType.DOCKER_CONFIG, digest, bytes.length, null, Map.of());
    config = descriptor;
    log.hashed(bytes.length);
    Digest named = digestIn(image.config());
    if (named != null && !named.equals(digest)) {
      log.problems().add(ContentCheck.mismatch(log.file(), label, named, digest));
    }
    ImageConfig content =
        ImageConfig.parse(bytes, MediaType.DOCKER_CONFIG, label + " of " + log.file(), label);
    parsed = content;
    if (!content.hasRootfs()) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          label,
          label
              + " of "
              + log.file()
              + " has no rootfs, so that skopeo refuses it. Build the image again.");
    }
    if (image.layers().size() != content.diffIds().size()) {
      throw new UnreadableArchive(
          Kind.DIFF_ID_MISMATCH,
          "manifest.json",
          "manifest.json of "
              + log.file()
              + " lists "
              + image.layers().size()
              + " layers, the config "
              + content.diffIds().size()
              + " diffIDs. They do not come from one build; build the image again.");
    }
    layers(image, descriptor, content.diffIds());
  }

  private void layers(DockerImage image, Descriptor config, List<Digest> diffIds)
      throws IOException {
    ContentCheck content = new ContentCheck(log, request);
    List<Descriptor> found = new ArrayList<>();
    Map<String, Digest> read = new HashMap<>();
    for (int i = 0; i < diffIds.size(); i++) {
      String name = image.layers().get(i);
      Digest diffId = diffIds.get(i);
      String label = "layer " + (i + 1) + " (" + Quoted.of(name) + ")";
      // skopeo takes the first file of a diffID, and does not look at the others.
      String file = read.containsValue(diffId) ? image.layers().get(diffIds.indexOf(diffId)) : name;
      try {
        Blob blob = files.need(file, label);
        if (files.isLink(file)) {
          noteLink(label);
        }
        mustHaveOneDiffId(read.put(blob.name(), diffId), diffId, label);
        found.add(layer(file, blob, diffId));
        content.add(task(file, blob, diffId, label));
      } catch (UnreadableArchive e) {
        log.problems().add(e.problem());
      }
    }
    layers = found;
    CraneTar.note(image, config, found, log.problems());
    if (request.depth() != Depth.STRUCTURE) {
      content.run(store);
    }
  }

  private void noteLink(String label) {
    log.problems()
        .note(
            "layers that are symbolic links",
            label
                + " is a symbolic link: skopeo pushes it to a registry, but fails with \"Size"
                + " mismatch\" when it copies it to a directory (dir:)");
  }

  /** Refuses a file that was read before for another diffID. */
  private void mustHaveOneDiffId(@Nullable Digest before, Digest diffId, String label)
      throws UnreadableArchive {
    if (before != null && !before.equals(diffId)) {
      throw new UnreadableArchive(
          Kind.MALFORMED,
          label,
          label
              + " of "
              + log.file()
              + " is one file for two diffIDs, "
              + before
              + " and "
              + diffId
              + ", which skopeo refuses. Export the image again.");
    }
  }

  /** Returns a layer's descriptor, with the digest that its file is named by, else its diffID. */
  private static Descriptor layer(String file, Blob blob, Digest diffId) {
    Digest named = digestIn(file);
    String form = named != null && file.endsWith(".gz") ? ".gzip" : "";
    return new Descriptor(
        MediaType.DOCKER_LAYER + form, named == null ? diffId : named, blob.size(), null, Map.of());
  }

  private static ContentCheck.Task task(String file, Blob blob, Digest diffId, String label) {
    Digest named = digestIn(file);
    return new ContentCheck.Task(
        blob, named == null ? Set.of() : Set.of(named), label, true, 1, true, Set.of(diffId));
  }

  /** The digest a name promises: {@code blobs/sha256/HEX}, {@code HEX.json}, {@code HEX.tar.gz}. */
  private static @Nullable Digest digestIn(String name) {
    Matcher digest = DIGEST_NAME.matcher(name);
    return digest.matches() ? new Digest("sha256", digest.group(1)) : null;
  }
}
