package dev.custody.oci.image;

import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.content.ContentCheck;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image layout, whatever it is stored in: selects an image as containers/image does, and
 * verifies what {@code skopeo inspect} does not.
 */
public final class LayoutInspection {
  private final BlobStore store;
  private final InspectionRequest request;
  private final CheckLog log;
  private final LayoutBlobs blobs;
  private final ContentCheck content;
  private final LayerPresence layers;
  private @Nullable Digest indexDigest;
  private List<Descriptor> entries = List.of();
  private @Nullable SelectedImage selected;

  public LayoutInspection(BlobStore store, InspectionRequest request, CheckLog log) {
    this.store = store;
    this.request = request;
    this.log = log;
    this.blobs = new LayoutBlobs(store, log);
    this.content = new ContentCheck(log, request);
    this.layers = new LayerPresence(blobs, content, log);
  }

  /** Reads the layout; what stops it is among the log's problems. */
  public StoredImages run() {
    boolean complete = log.attempt(this::read);
    return new StoredImages(
        indexDigest,
        entries,
        entries.stream().map(Descriptor::refName).filter(Objects::nonNull).distinct().toList(),
        layers.others(),
        selected == null ? ArchivedImage.none() : selected.image(),
        complete);
  }

  private void read() throws IOException, UnreadableArchive {
    byte[] bytes = blobs.index();
    indexDigest = Hashing.of("sha256", bytes);
    entries = IndexOrManifest.entries(bytes, "index.json of " + log.file());
    Selection selection = selection();
    Manifests manifests =
        new Manifests(
            blobs, entries, selection == null ? null : selection.descriptor(), log.file());
    OtherManifests others = new OtherManifests(blobs, manifests, layers, log);
    if (selection != null) {
      SelectedImage image = new SelectedImage(selection, blobs, manifests, layers, log);
      selected = image;
      try {
        image.read(others);
      } catch (UnreadableArchive e) {
        log.problems().add(e.problem());
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      if (selection == null || i != selection.number()) {
        others.look(entries.get(i));
      }
    }
    layers.noteMissing();
    UnnamedBlobs.add(store, blobs, content, log);
    if (request.depth() != Depth.STRUCTURE) {
      content.run(store);
    }
  }

  private @Nullable Selection selection() {
    try {
      return Selection.of(entries, request.ref(), request.sourceIndex(), log.file());
    } catch (UnreadableArchive e) {
      log.problems().add(e.problem());
      return null;
    }
  }
}
