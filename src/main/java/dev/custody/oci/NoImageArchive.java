package dev.custody.oci;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.store.Blob;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.ForeignTar;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReader.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** What is said of a tar that holds no image in a form that skopeo reads from a file. */
final class NoImageArchive {
  /** Blobs of zeros after a tar: far more than any writer pads with. */
  private static final int LONGEST_PADDING = 64 * 1024;

  private static final int START = 4096;

  private NoImageArchive() {}

  /** A manifest.json that other tools than docker write. */
  static void refuseForeignManifest(BlobStore store, Draft draft)
      throws IOException, UnreadableArchive {
    if (start(store, "version").startsWith("Directory Transport Version")) {
      throw not(
          draft,
          "is a tar of a directory of skopeo's dir: transport. Unpack it, and copy it with skopeo"
              + " copy dir:DIRECTORY oci-archive:FILE.");
    }
    if (start(store, "manifest.json").matches("(?s)\\s*\\[\\s*\\{\\s*\"Image\"\\s*:.*")) {
      throw not(
          draft,
          "is an archive of imgpkg (its manifest.json is imgpkg's own). Push it with imgpkg copy"
              + " --tar.");
    }
  }

  private static String start(BlobStore store, String name) throws IOException {
    Blob blob = store.find(name);
    return blob == null || blob.sparse()
        ? ""
        : new String(store.read(blob, (int) Math.min(START, blob.size())), StandardCharsets.UTF_8);
  }

  /**
   * Refuses a tar without the document that was looked for, unless a problem says more already.
   *
   * @param docker whether a docker-archive was asked for
   */
  static void refuse(BlobStore store, TarCatalog catalog, boolean docker, Draft draft)
      throws UnreadableArchive {
    if (!draft.problems.isEmpty()) {
      return;
    }
    if (docker && store.find("index.json") != null) {
      throw ImageArchive.wrongForm(draft, "is an OCI archive", "oci-archive:" + draft.file);
    }
    String below = ForeignTar.layoutBelow(store.names());
    if (below != null) {
      throw not(
          draft,
          "holds an image layout in "
              + Quoted.of(below)
              + "/, where skopeo does not look. Unpack it and give oci:DIRECTORY/"
              + Quoted.of(below)
              + ", or make the tar again from inside that directory.");
    }
    String other = ForeignTar.describe(store.names());
    if (other != null) {
      throw not(draft, "is " + other + ".");
    }
    boolean marker = catalog.end() == End.MARKER;
    boolean blobs = store.names().stream().anyMatch(name -> name.startsWith("blobs/"));
    String wanted = docker ? "manifest.json" : "index.json";
    if (marker ? blobs && draft.size > lastByte(store) + LONGEST_PADDING : catalog.any()) {
      throw new UnreadableArchive(
          Kind.TRUNCATED,
          "offset " + draft.size,
          draft.file
              + " is cut short: it ends at "
              + draft.size
              + " before any "
              + wanted
              + (marker ? ", in zeros" : " and without an end marker")
              + ". Wait until its writer has finished, or export the"
              + " image again.");
    }
    if (!catalog.any()) {
      throw not(
          draft,
          draft.compression == ArchiveFile.Compression.NONE
              ? "begins with zeros: its space is reserved, and nothing was written there, or the"
                  + " content was lost when it was copied. Look at the step that writes it."
              : "is compressed and holds no tar. Export the image again.");
    }
    String holds =
        store.names().stream().limit(3).map(Quoted::of).collect(Collectors.joining(", "));
    throw not(
        draft,
        "is a tar without "
            + (docker ? wanted : "oci-layout and index.json")
            + ", so no image archive; it holds "
            + (holds.isEmpty() ? "no files" : holds + (store.names().size() > 3 ? ", …" : ""))
            + ". Give the tar that skopeo copy or buildah push wrote.");
  }

  private static long lastByte(BlobStore store) {
    return store.names().stream()
        .map(store::find)
        .filter(blob -> blob != null)
        .mapToLong(blob -> blob.offset() + blob.size())
        .max()
        .orElse(0);
  }

  private static UnreadableArchive not(Draft draft, String why) {
    return new UnreadableArchive(Kind.NOT_AN_ARCHIVE, draft.file, draft.file + " " + why);
  }
}
