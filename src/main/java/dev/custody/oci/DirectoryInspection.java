package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.store.DirectoryStore;
import dev.custody.oci.store.ForeignDirectory;
import dev.custody.oci.store.LayoutFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** One look at a directory: an image layout, one that is still being written, or something else. */
final class DirectoryInspection {
  /** A layout without its index is taken for one that is being written for so long. */
  private static final Duration AT_REST = Duration.ofSeconds(10);

  private DirectoryInspection() {}

  static void run(
      Path path, ImageArchive.Request request, RandomAccessBytes.Opener opener, Draft draft)
      throws IOException, UnreadableArchive {
    if (request.format() != null && request.format() != Format.OCI_LAYOUT) {
      throw ImageArchive.wrongForm(draft, "is a directory", "oci:" + draft.file);
    }
    try (DirectoryStore store = new DirectoryStore(path, opener, draft.file, draft.problems)) {
      draft.size = store.size();
      if (store.find("index.json") == null) {
        noIndex(path, store, draft);
        return;
      }
      draft.format = Format.OCI_LAYOUT;
      Path index = path.resolve("index.json");
      FileState before = FileState.of(index);
      try {
        new LayoutInspection(store, request, draft).run();
        LayoutFile.check(store, draft, true);
      } finally {
        ImageArchive.stable(index, before, draft);
      }
    }
    if (request.hashArchive()) {
      draft.problems.note("a directory has no sha256 of its own");
    }
  }

  private static void noIndex(Path path, DirectoryStore store, Draft draft)
      throws UnreadableArchive {
    if (!draft.problems.isEmpty()) {
      return;
    }
    String other = ForeignDirectory.describe(path);
    FileTime newest = store.newest();
    if (other == null && newest != null) {
      unfinished(newest, draft);
      return;
    }
    throw new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE,
        draft.file,
        draft.file
            + (other == null
                ? " is a directory without index.json, so no image layout. Give the directory"
                    + " that holds oci-layout, index.json and blobs/."
                : " is " + other + "."));
  }

  /** An exporter writes index.json last. */
  private static void unfinished(FileTime newest, Draft draft) {
    draft.problems.add(
        Kind.TRUNCATED,
        "index.json",
        draft.file
            + " holds files of an image layout, the latest written at "
            + newest
            + ", and no index.json, which an exporter writes last. Wait until it has finished, or"
            + " export the image again.");
    draft.stable = newest.toInstant().isBefore(Instant.now().minus(AT_REST));
  }
}
