package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.ShellWord;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.image.DockerInspection;
import dev.custody.oci.image.LayoutFile;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.DockerEntries;
import dev.custody.oci.store.ForeignFile;
import dev.custody.oci.store.PackedTarStore;
import dev.custody.oci.store.TarStore;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReader;
import dev.custody.oci.tar.TarReader.End;
import dev.custody.oci.tar.TarSource;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the content of a file: how it is compressed, and which kind of image archive its tar
 * holds.
 */
final class TarInspection {
  private static final int TAIL = 64 * 1024;

  private final RandomAccessBytes bytes;
  private final long size;
  private final InspectionRequest request;
  private final CheckLog log;
  private Compression compression = Compression.NONE;
  private @Nullable Format format;
  private StoredImages images = StoredImages.none(true);

  TarInspection(RandomAccessBytes bytes, long size, InspectionRequest request, CheckLog log) {
    this.bytes = bytes;
    this.size = size;
    this.request = request;
    this.log = log;
  }

  /** Reads the file. A failure that stops the reading is among the log's problems. */
  FileContents run() {
    boolean complete = log.attempt(this::read);
    return new FileContents(format, compression, complete ? images : images.cut());
  }

  private void read() throws IOException, UnreadableArchive {
    byte[] start = new RangeStream(bytes, 0, size).readNBytes(ForeignFile.START);
    compression = Decompression.of(start);
    if (compression == Compression.NONE) {
      ForeignFile.refuse(start, log.file());
      plain();
    } else {
      compressed();
    }
  }

  private void plain() throws IOException, UnreadableArchive {
    TarReader tar = new TarReader(TarSource.of(bytes, size), log.file(), TarCatalog.HEADER_LIMIT);
    TarCatalog catalog = TarCatalog.read(tar, log.file(), log.problems(), (_, _) -> {});
    if (catalog.end() == End.MARKER) {
      noteTail(tar.position());
    }
    try (TarStore store = new TarStore(bytes, catalog)) {
      image(store, catalog);
    }
  }

  private void compressed() throws IOException, UnreadableArchive {
    bytes.again(true);
    try (PackedTarStore store =
        new PackedTarStore(
            bytes, size, compression, request.unpacking(), log.file(), log.problems())) {
      bytes.again(request.hashArchive());
      log.problems()
          .note(
              "the archive is compressed as a whole, so all of it must be unpacked"
                  + " to read any part");
      image(store, store.catalog());
    }
  }

  /**
   * Notes bytes after the end marker. A tar may be padded with zeros; every reader ignores other
   * bytes.
   */
  private void noteTail(long from) throws IOException {
    byte[] tail = new RangeStream(bytes, from, size - from).readNBytes(TAIL);
    for (int i = 0; i < tail.length; i++) {
      if (tail[i] != 0) {
        log.problems()
            .note(
                (size - from)
                    + " bytes follow the end-of-archive marker, not all zero, the first at"
                    + " offset "
                    + (from + i)
                    + "; every tar reader ignores them");
        return;
      }
    }
    if (size - from > TAIL) {
      log.problems()
          .note(
              (size - from)
                  + " bytes follow the end-of-archive marker; every tar reader ignores them");
    }
  }

  private void image(BlobStore store, TarCatalog catalog) throws IOException, UnreadableArchive {
    boolean layout = store.find("index.json") != null;
    boolean docker =
        store.find("manifest.json") != null
            || new DockerEntries(catalog.stored()).find("manifest.json").file() != null;
    if (request.format() == Format.DOCKER_ARCHIVE ? docker : !layout && docker) {
      docker(store, catalog);
      return;
    }
    // Whatever else it is, it is unpacked before it is read.
    Problems readings = new Problems();
    catalog.readings(readings, (entry, limit) -> store.read(TarCatalog.blob(entry), limit));
    if (layout && request.format() != Format.DOCKER_ARCHIVE) {
      noteRoot(catalog.needsRoot());
      layout(store, catalog, readings);
      if (docker && request.format() == null) {
        alsoDocker(store, catalog);
      }
      return;
    }
    if (catalog.mayHold("index.json") && !readings.none(Kind.AMBIGUOUS_ARCHIVE)) {
      log.problems().addAll(readings);
    }
    if (log.problems().isEmpty()) {
      throw new NoImageArchive(store, log.file(), size, compression)
          .reason(catalog, request.format() == Format.DOCKER_ARCHIVE);
    }
  }

  /**
   * Notes that only root can unpack the tar, if this process is not root: in a pipeline the push
   * most often runs as the same user. The image is sound, so no gate closes.
   */
  private void noteRoot(@Nullable String why) {
    if (why != null && request.unprivileged().getAsBoolean()) {
      log.problems()
          .note(
              "skopeo must be root to unpack this tar: "
                  + why
                  + ". As another user, unpack it yourself and push oci:layout instead: mkdir"
                  + " layout && tar "
                  + (compression == Compression.NONE
                      ? ""
                      : "--" + compression.name().toLowerCase(Locale.ROOT) + " ")
                  + "-xf - -C layout < "
                  + ShellWord.of(log.file())
                  + " && chmod -R u+rwX layout");
    }
  }

  /** A docker-archive is read in place, where its own rules say which entry is meant. */
  private void docker(BlobStore store, TarCatalog catalog) throws IOException, UnreadableArchive {
    if (request.format() == Format.OCI_ARCHIVE) {
      throw FileInspection.wrongForm(
          log.file(), "is a docker-archive", "docker-archive:" + log.file());
    }
    new NoImageArchive(store, log.file(), size, compression).refuseForeignManifest();
    format = Format.DOCKER_ARCHIVE;
    refuseTrailingData(store);
    images = new DockerInspection(store, catalog.stored(), request, log).run();
  }

  private void layout(BlobStore store, TarCatalog catalog, Problems readings)
      throws IOException, UnreadableArchive {
    format = Format.OCI_ARCHIVE;
    log.problems().addAll(readings);
    images = new LayoutInspection(store, request, log).run();
    if (images.complete()) {
      LayoutFile.check(store, log, catalog.end() == End.MARKER);
    }
  }

  /**
   * Adds a problem for bytes after the compressed data: skopeo unpacks a docker-archive to its end
   * before it reads any of it.
   */
  private void refuseTrailingData(BlobStore store) {
    if (store instanceof PackedTarStore packed && packed.trailingData()) {
      log.problems()
          .add(
              Kind.MALFORMED,
              log.file(),
              log.file()
                  + " is followed by bytes that are not part of the compressed data; skopeo refuses"
                  + " a docker-archive with them. Export the image again.");
    }
    if (compression == Compression.GZIP) {
      log.problems()
          .note(
              "skopeo 1.9.3 fails on a docker-archive that is gzip-compressed as a whole; unpack it"
                  + " if such a version pushes it");
    }
  }

  /** Compares the image with what docker-archive: would push from the same tar. */
  private void alsoDocker(BlobStore store, TarCatalog catalog) {
    BothForms both = new BothForms(images, log);
    if (!images.complete()) {
      both.noteThatTheLayoutCannotBeCompared();
      return;
    }
    CheckLog other = new CheckLog(log.file(), Depth.STRUCTURE);
    StoredImages docker =
        new DockerInspection(store, catalog.stored(), request.atStructure(), other).run();
    both.compare(docker, other.problems().problems());
  }
}
