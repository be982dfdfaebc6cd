package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.image.DockerInspection;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.store.BlobStore;
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
    boolean docker = store.find("manifest.json") != null;
    if (request.format() == Format.DOCKER_ARCHIVE ? docker : !layout && docker) {
      if (request.format() == Format.OCI_ARCHIVE) {
        throw ImageArchive.wrongForm(draft, "is a docker-archive", "docker-archive:" + draft.file);
      }
      NoImageArchive.refuseForeignManifest(store, draft);
      draft.format = Format.DOCKER_ARCHIVE;
      new DockerInspection(store, request, draft).run();
    } else if (layout && request.format() != Format.DOCKER_ARCHIVE) {
      draft.format = Format.OCI_ARCHIVE;
      catalog.readings(draft.problems, (entry, limit) -> store.read(TarCatalog.blob(entry), limit));
      new LayoutInspection(store, request, draft).run();
      LayoutFile.check(store, draft, catalog.end() == End.MARKER);
    } else {
      NoImageArchive.refuse(store, catalog, request.format() == Format.DOCKER_ARCHIVE, draft);
    }
  }
}
