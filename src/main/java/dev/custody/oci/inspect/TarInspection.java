package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.ShellWord;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.image.DockerInspection;
import dev.custody.oci.image.LayoutFile;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.image.MediaType;
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

  /**
   * A tar that holds both: without a transport in the argument either could be pushed, so both must
   * be the same image.
   */
  private void alsoDocker(BlobStore store, TarCatalog catalog) {
    if (!images.complete()) {
      log.problems()
          .note(
              "there is a manifest.json too: if the push reads docker-archive:"
                  + log.file()
                  + ", give that as the argument");
      return;
    }
    CheckLog other = new CheckLog(log.file(), Depth.STRUCTURE);
    Descriptor dockerConfig =
        new DockerInspection(store, catalog.stored(), request.atStructure(), other)
            .run()
            .image()
            .config();
    ArchivedImage image = images.image();
    other.problems().problems().stream()
        .filter(problem -> problem.kind() == Kind.AMBIGUOUS_ARCHIVE)
        .forEach(log.problems()::add);
    if (dockerConfig == null) {
      log.problems()
          .note(
              "there is a manifest.json too, from which docker-archive:"
                  + log.file()
                  + " would push nothing: "
                  + other.problems().problems().stream()
                      .map(Problem::message)
                      .findFirst()
                      .orElse("no image"));
      return;
    }
    Digest config = dockerConfig.digest();
    if (image.config() == null) {
      // The problem that stopped the reading of the layout closes the gate.
      log.problems()
          .note(
              "there is a manifest.json too, from which docker-archive:"
                  + log.file()
                  + " would push the image with config "
                  + config
                  + "; if the push reads that, name the transport in the argument too");
      return;
    }
    boolean same =
        config.equals(image.config().digest())
            || (image.selected() != null
                && MediaType.isIndex(image.selected().mediaType())
                && images.others().stream().anyMatch(blob -> config.equals(blob.digest())));
    if (same) {
      log.problems()
          .note(
              "there is a manifest.json of the same image too: docker-archive:"
                  + log.file()
                  + " would push its config "
                  + config
                  + " with a new manifest, oci-archive:"
                  + log.file()
                  + " pushes the manifest as it is");
      return;
    }
    log.problems()
        .add(
            new Problem(
                Kind.AMBIGUOUS_ARCHIVE,
                "manifest.json",
                image.config().digest().toString(),
                config.toString(),
                log.file()
                    + " holds two different images: oci-archive:"
                    + log.file()
                    + " pushes manifest "
                    + image.digest()
                    + ", docker-archive:"
                    + log.file()
                    + " pushes the image with config "
                    + config
                    + ". Name the transport in the argument, as the push does."));
  }
}
