package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Blob;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.ForeignTar;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReader.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says why a tar holds no image in a form that skopeo reads from a file.
 *
 * @param file what messages call it
 * @param size in bytes
 */
record NoImageArchive(BlobStore store, String file, long size, Compression compression) {
  private static final Pattern PART =
      Pattern.compile("blobs/sha(256|384|512)/[0-9a-f]+|oci-layout");

  private static final int START = 4096;

  /** A manifest.json that other tools than docker write. */
  void refuseForeignManifest() throws IOException, UnreadableArchive {
    if (start("version").startsWith("Directory Transport Version")) {
      throw not(
          "is a tar of a directory that skopeo's dir: transport wrote. Unpack it, and copy it with"
              + " skopeo copy dir:DIRECTORY oci-archive:FILE.");
    }
    if (start("manifest.json").matches("(?s)\\s*\\[\\s*\\{\\s*\"Image\"\\s*:.*")) {
      throw not(
          "is an archive of imgpkg (its manifest.json is imgpkg's own). Push it with imgpkg copy"
              + " --tar.");
    }
  }

  private String start(String name) throws IOException {
    Blob blob = store.find(name);
    return blob == null || blob.sparse()
        ? ""
        : new String(store.read(blob, (int) Math.min(START, blob.size())), StandardCharsets.UTF_8);
  }

  /**
   * Returns why a tar that lacks the document looked for has no image.
   *
   * @param docker whether a docker-archive was asked for
   */
  UnreadableArchive reason(TarCatalog catalog, boolean docker) {
    if (docker && store.find("index.json") != null) {
      return FileInspection.wrongForm(file, "is an OCI archive", "oci-archive:" + file);
    }
    String below = ForeignTar.layoutBelow(store.names());
    if (below != null) {
      return not(
          "holds an image layout in "
              + Quoted.of(below)
              + "/, where skopeo does not look. Unpack it and give oci:DIRECTORY/"
              + Quoted.of(below)
              + ", or make the tar again from inside that directory.");
    }
    String other = ForeignTar.describe(store.names());
    if (other != null) {
      return not("is " + other + ".");
    }
    String wanted = docker ? "manifest.json" : "index.json";
    boolean marker = catalog.end() == End.MARKER;
    if (marker ? holdsOnlyParts() : catalog.any()) {
      return cutShort(wanted, marker);
    }
    return catalog.any() ? otherTar(docker ? wanted : "oci-layout and index.json") : empty();
  }

  /** Every exporter writes the blobs first and the index after them. */
  private boolean holdsOnlyParts() {
    return !store.names().isEmpty()
        && store.names().stream().allMatch(name -> PART.matcher(name).matches());
  }

  private UnreadableArchive cutShort(String wanted, boolean marker) {
    return new UnreadableArchive(
        Kind.TRUNCATED,
        "offset " + size,
        file
            + " is cut short: it ends at "
            + size
            + " before any "
            + wanted
            + (marker ? ", in zeros" : " and without an end marker")
            + ". Wait until its writer has finished, or export the"
            + " image again.");
  }

  private UnreadableArchive empty() {
    return compression == Compression.NONE
        ? new UnreadableArchive(
            Kind.EMPTY_FILE,
            file,
            file
                + " begins with zeros: its space is reserved, and nothing was written there, or"
                + " the content was lost when it was copied. Look at the step that writes it.")
        : not("is compressed, but does not hold a tar. Export the image again.");
  }

  private UnreadableArchive otherTar(String wanted) {
    String holds =
        store.names().stream().limit(3).map(Quoted::of).collect(Collectors.joining(", "));
    return not(
        "is a tar without "
            + wanted
            + ", so it is not an image archive; it holds "
            + (holds.isEmpty() ? "no files" : holds + (store.names().size() > 3 ? ", …" : ""))
            + ". Give the tar that skopeo copy or buildah push wrote.");
  }

  private UnreadableArchive not(String why) {
    return new UnreadableArchive(Kind.NOT_AN_ARCHIVE, file, file + " " + why);
  }
}
