package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.DockerInspection;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.DockerEntries;
import dev.custody.oci.store.ForeignFile;
import dev.custody.oci.store.LayoutFile;
import dev.custody.oci.store.PackedTarStore;
import dev.custody.oci.store.TarStore;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReader;
import dev.custody.oci.tar.TarReader.End;
import dev.custody.oci.tar.TarSource;
import java.io.IOException;

/** One look at a file: what compression it is in, and which kind of image archive its tar holds. */
final class TarInspection {
  private static final int TAIL = 64 * 1024;

  private final ImageArchive.Request request;
  private final Draft draft;

  private TarInspection(ImageArchive.Request request, Draft draft) {
    this.request = request;
    this.draft = draft;
  }

  static void run(RandomAccessBytes bytes, long size, ImageArchive.Request request, Draft draft)
      throws IOException, UnreadableArchive {
    byte[] start = new RangeStream(bytes, 0, size).readNBytes(ForeignFile.START);
    draft.compression = Decompression.of(start);
    TarInspection inspection = new TarInspection(request, draft);
    if (draft.compression == Compression.NONE) {
      ForeignFile.refuse(start, draft.file);
      inspection.plain(bytes, size);
    } else {
      inspection.compressed(bytes, size);
    }
  }

  private void plain(RandomAccessBytes bytes, long size) throws IOException, UnreadableArchive {
    TarReader tar = new TarReader(TarSource.of(bytes, size), draft.file, TarCatalog.HEADER_LIMIT);
    TarCatalog catalog = TarCatalog.read(tar, draft.file, draft.problems, (_, _) -> {});
    if (catalog.end() == End.MARKER) {
      noteTail(bytes, tar.position(), size);
    }
    try (TarStore store = new TarStore(bytes, catalog)) {
      image(store, catalog);
    }
  }

  private void compressed(RandomAccessBytes bytes, long size)
      throws IOException, UnreadableArchive {
    bytes.again(true);
    try (PackedTarStore store =
        new PackedTarStore(
            bytes, size, draft.compression, request.unpacking(), draft.file, draft.problems)) {
      bytes.again(request.hashArchive());
      draft.problems.note(
          "the archive is compressed as a whole, so it is streamed, once or more; random access is"
              + " lost");
      image(store, store.catalog());
    }
  }

  /** After the marker a tar may be padded with zeros; anything else is odd, and ignored. */
  private void noteTail(RandomAccessBytes bytes, long from, long size) throws IOException {
    byte[] tail = new RangeStream(bytes, from, size - from).readNBytes(TAIL);
    for (int i = 0; i < tail.length; i++) {
      if (tail[i] != 0) {
        draft.problems.note(
            (size - from)
                + " bytes follow the end-of-archive marker, not all zero, the first at"
                + " offset "
                + (from + i)
                + "; every tar reader ignores them");
        return;
      }
    }
    if (size - from > TAIL) {
      draft.problems.note(
          (size - from) + " bytes follow the end-of-archive marker; every tar reader ignores them");
    }
  }

  private void image(BlobStore store, TarCatalog catalog) throws IOException, UnreadableArchive {
    boolean layout = store.find("index.json") != null;
    boolean docker =
        store.find("manifest.json") != null
            || new DockerEntries(catalog.stored()).find("manifest.json").file() != null;
    if (request.format() == Format.DOCKER_ARCHIVE ? docker : !layout && docker) {
      if (request.format() == Format.OCI_ARCHIVE) {
        throw ImageArchive.wrongForm(draft, "is a docker-archive", "docker-archive:" + draft.file);
      }
      NoImageArchive.refuseForeignManifest(store, draft);
      draft.format = Format.DOCKER_ARCHIVE;
      refuseTrailingData(store);
      new DockerInspection(store, catalog.stored(), request, draft).run();
    } else if (layout && request.format() != Format.DOCKER_ARCHIVE) {
      draft.format = Format.OCI_ARCHIVE;
      catalog.readings(draft.problems, (entry, limit) -> store.read(TarCatalog.blob(entry), limit));
      new LayoutInspection(store, request, draft).run();
      LayoutFile.check(store, draft, catalog.end() == End.MARKER);
      if (docker && request.format() == null) {
        alsoDocker(store, catalog);
      }
    } else {
      // An index.json that is there, and that an extraction does not leave, has two readings.
      if (catalog.stored().stream().anyMatch(entry -> "index.json".equals(entry.name()))) {
        catalog.readings(
            draft.problems, (entry, limit) -> store.read(TarCatalog.blob(entry), limit));
      }
      if (draft.problems.none(Kind.AMBIGUOUS_ARCHIVE)) {
        NoImageArchive.refuse(store, catalog, request.format() == Format.DOCKER_ARCHIVE, draft);
      }
    }
  }

  /** skopeo unpacks a compressed docker-archive to its end before it reads anything of it. */
  private void refuseTrailingData(BlobStore store) {
    if (store instanceof PackedTarStore packed && packed.trailingData()) {
      draft.problems.add(
          Kind.MALFORMED,
          draft.file,
          draft.file
              + " has bytes after its compressed data that are none of it; skopeo refuses a"
              + " docker-archive with them. Export the image again.");
    }
    if (draft.compression == Compression.GZIP) {
      draft.problems.note(
          "skopeo 1.9.3 fails on a docker-archive that is gzip-compressed as a whole; unpack it for"
              + " such a version");
    }
  }

  /**
   * A tar that holds both: without a transport in the argument either could be pushed, so both must
   * be the same image.
   */
  private void alsoDocker(BlobStore store, TarCatalog catalog) throws IOException {
    Draft other = new Draft(draft.path, Depth.STRUCTURE);
    try {
      new DockerInspection(store, catalog.stored(), request.atStructure(), other).run();
    } catch (UnreadableArchive e) {
      other.problems.add(e.problem());
    }
    other.problems.problems().stream()
        .filter(problem -> problem.kind() == Kind.AMBIGUOUS_ARCHIVE)
        .forEach(draft.problems::add);
    if (other.config == null) {
      draft.problems.note(
          "there is a manifest.json too, from which docker-archive:"
              + draft.file
              + " would push nothing: "
              + other.problems.problems().stream()
                  .map(Problem::message)
                  .findFirst()
                  .orElse("no image"));
      return;
    }
    Digest config = other.config.digest();
    boolean same =
        (draft.config != null && config.equals(draft.config.digest()))
            || (draft.selected != null
                && MediaType.isIndex(draft.selected.mediaType())
                && draft.others.stream().anyMatch(blob -> config.equals(blob.digest())));
    if (same) {
      draft.problems.note(
          "there is a manifest.json of the same image too: docker-archive:"
              + draft.file
              + " would push its config "
              + config
              + " with a new manifest, oci-archive:"
              + draft.file
              + " pushes the manifest as it is");
      return;
    }
    draft.problems.add(
        new Problem(
            Kind.AMBIGUOUS_ARCHIVE,
            "manifest.json",
            String.valueOf(draft.config == null ? draft.digest : draft.config.digest()),
            config.toString(),
            draft.file
                + " holds two different images: oci-archive:"
                + draft.file
                + " pushes "
                + (draft.digest == null ? "what index.json names" : "manifest " + draft.digest)
                + ", docker-archive:"
                + draft.file
                + " pushes the image with config "
                + config
                + ". Name the transport in the argument, as the push does."));
  }
}
