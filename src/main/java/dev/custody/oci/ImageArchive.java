package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.DockerInspection;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.image.PlatformChoice;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.read.HashingStream;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.ReadFailure;
import dev.custody.oci.read.UnpackingLimits;
import dev.custody.oci.read.Workers;
import dev.custody.oci.store.BlobStore;
import dev.custody.oci.store.DirectoryStore;
import dev.custody.oci.store.LayoutFile;
import dev.custody.oci.store.PackedTarStore;
import dev.custody.oci.store.TarStore;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReader;
import dev.custody.oci.tar.TarReader.End;
import dev.custody.oci.tar.TarSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an image archive where it stands: an OCI archive tar, an image layout directory, a
 * docker-archive, plain or compressed. Nothing is extracted; a plain tar's blobs are passed over at
 * depth structure.
 */
public final class ImageArchive {
  private static final int TAIL = 64 * 1024;

  /** A layout without its index is taken for one that is being written for so long. */
  private static final Duration AT_REST = Duration.ofSeconds(10);

  private ImageArchive() {}

  /**
   * What is asked about an archive.
   *
   * @param format null: the file decides
   * @param ref reference name to select; null: the only image
   * @param sourceIndex position of the image to select instead; null: none
   * @param hashArchive whether to hash the file itself too, which costs reading it once
   * @param threads at most this many read content at once; 1 and up
   * @param cache what is told of the pages that were read
   * @param unpacking how much unpacking may cost
   */
  public record Request(
      @Nullable Format format,
      @Nullable String ref,
      @Nullable Integer sourceIndex,
      Depth depth,
      boolean hashArchive,
      int threads,
      Progress progress,
      PageCache cache,
      UnpackingLimits unpacking) {
    public Request {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be 1 or more: " + threads);
      }
    }

    /** The only image, by one thread, in silence. */
    public static Request of(Depth depth) {
      return of(null, null, null, depth);
    }

    /** What an ARCHIVE argument asks for. */
    public static Request of(ArchiveReference reference, Depth depth) {
      return of(reference.format(), reference.image(), reference.sourceIndex(), depth);
    }

    private static Request of(
        @Nullable Format format, @Nullable String ref, @Nullable Integer sourceIndex, Depth depth) {
      return new Request(
          format,
          ref,
          sourceIndex,
          depth,
          false,
          1,
          Progress.NONE,
          PageCache.UNTOUCHED,
          UnpackingLimits.within(() -> Long.MAX_VALUE));
    }
  }

  /**
   * Has the JDK do early what takes it some milliseconds at its first use, for a thread that has
   * nothing else to do: it finds a digest's provider.
   */
  public static void prepare() {
    Hashing.start("sha256");
  }

  /**
   * Looks at the archive. Whatever is wrong with it, or with reading it, is a problem in the
   * evidence; nothing is thrown. FIFOs, sockets and devices are not opened.
   */
  public static ArchiveEvidence inspect(Path path, Request request) {
    return inspect(path, request, file -> RandomAccessBytes.open(file, cache(request)));
  }

  /** At depth structure too little is read for advice. */
  private static PageCache cache(Request request) {
    return request.depth() == Depth.STRUCTURE && !request.hashArchive()
        ? PageCache.UNTOUCHED
        : request.cache();
  }

  public static ArchiveEvidence inspect(
      Path path, Request request, RandomAccessBytes.Opener opener) {
    Draft draft = new Draft(path.toString(), request.depth());
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        directory(path, request, opener, draft);
      } else if (attributes.isRegularFile()) {
        file(path, FileState.of(attributes), request, opener, draft);
      } else {
        draft.problems.add(
            Kind.NOT_A_REGULAR_FILE,
            draft.file,
            draft.file
                + " is a FIFO, a socket or a device, and was not opened. Give a tar file or an"
                + " image layout directory.");
      }
    } catch (UnreadableArchive e) {
      draft.problems.add(e.problem());
    } catch (IOException e) {
      draft.problems.add(IoProblem.of(draft.file, draft.file, e));
    }
    return draft.evidence();
  }

  private static void directory(
      Path path, Request request, RandomAccessBytes.Opener opener, Draft draft)
      throws IOException, UnreadableArchive {
    if (request.format() != null && request.format() != Format.OCI_LAYOUT) {
      throw wrongForm(draft, "is a directory", "oci:" + draft.file);
    }
    try (DirectoryStore store = new DirectoryStore(path, opener, draft.file, draft.problems)) {
      draft.size = store.size();
      if (store.find("index.json") == null) {
        if (draft.problems.isEmpty() && store.newest() != null) {
          unfinished(store.newest(), draft);
        } else if (draft.problems.isEmpty()) {
          throw new UnreadableArchive(
              Kind.NOT_AN_ARCHIVE,
              draft.file,
              draft.file
                  + " is a directory without index.json, so no image layout. Give the directory"
                  + " that holds oci-layout, index.json and blobs/.");
        }
        return;
      }
      draft.format = Format.OCI_LAYOUT;
      Path index = path.resolve("index.json");
      FileState before = FileState.of(index);
      try {
        new LayoutInspection(store, request, draft, platform()).run();
        LayoutFile.check(store, draft, true);
      } finally {
        stable(index, before, draft);
      }
    }
    if (request.hashArchive()) {
      draft.problems.note("a directory has no sha256 of its own");
    }
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

  private static void file(
      Path path, FileState before, Request request, RandomAccessBytes.Opener opener, Draft draft)
      throws IOException, UnreadableArchive {
    draft.size = before.size();
    if (request.format() == Format.OCI_LAYOUT) {
      throw wrongForm(draft, "is a file, not a directory", "oci-archive:" + draft.file);
    }
    try (RandomAccessBytes bytes = opener.open(path)) {
      try {
        long size = size(bytes);
        draft.size = size;
        if (size == 0) {
          throw new UnreadableArchive(
              Kind.EMPTY_FILE,
              draft.file,
              draft.file
                  + " is empty (0 bytes). Its writer failed or has not begun; look at the step that"
                  + " exports it.");
        }
        bytes.again(request.hashArchive());
        tar(bytes, size, request, draft);
        bytes.again(false);
        if (request.hashArchive()) {
          request.progress().total(size);
          HashingStream all =
              new HashingStream(
                  RangeStream.ofContent(bytes, 0, size), "sha256", request.progress());
          all.drain(new Workers(request.threads()).alone());
          draft.archiveDigest = all.digest();
        }
      } finally {
        stable(path, before, draft);
      }
    }
  }

  private static long size(RandomAccessBytes bytes) throws IOException {
    try {
      return bytes.size();
    } catch (IOException e) {
      throw new ReadFailure(0, e);
    }
  }

  private static UnreadableArchive wrongForm(Draft draft, String found, String write) {
    return new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE, draft.file, draft.file + " " + found + ": write " + write + ".");
  }

  private static void tar(RandomAccessBytes bytes, long size, Request request, Draft draft)
      throws IOException, UnreadableArchive {
    byte[] start = new RangeStream(bytes, 0, size).readNBytes(Decompression.HEADER);
    draft.compression = Decompression.of(start);
    if (draft.compression == Compression.NONE) {
      TarReader tar = new TarReader(TarSource.of(bytes, size), draft.file, TarCatalog.HEADER_LIMIT);
      TarCatalog catalog = TarCatalog.read(tar, draft.file, draft.problems, (_, _) -> {});
      if (catalog.end() == End.MARKER) {
        noteTail(bytes, tar.position(), size, draft);
      }
      try (TarStore store = new TarStore(bytes, catalog)) {
        image(store, catalog, request, draft);
      }
      return;
    }
    bytes.again(true);
    try (PackedTarStore store =
        new PackedTarStore(
            bytes, size, draft.compression, request.unpacking(), draft.file, draft.problems)) {
      bytes.again(request.hashArchive());
      draft.problems.note(
          "the archive is compressed as a whole, so it is streamed, once or more; random access is"
              + " lost");
      image(store, store.catalog(), request, draft);
    }
  }

  /** After the marker a tar may be padded with zeros; anything else is odd, and ignored. */
  private static void noteTail(RandomAccessBytes bytes, long from, long size, Draft draft)
      throws IOException {
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

  private static void image(BlobStore store, TarCatalog catalog, Request request, Draft draft)
      throws IOException, UnreadableArchive {
    boolean layout = store.find("index.json") != null;
    boolean docker = store.find("manifest.json") != null;
    if (request.format() == Format.DOCKER_ARCHIVE ? docker : !layout && docker) {
      if (request.format() == Format.OCI_ARCHIVE) {
        throw wrongForm(draft, "is a docker-archive", "docker-archive:" + draft.file);
      }
      draft.format = Format.DOCKER_ARCHIVE;
      new DockerInspection(store, request, draft).run();
    } else if (layout && request.format() != Format.DOCKER_ARCHIVE) {
      draft.format = Format.OCI_ARCHIVE;
      catalog.readings(draft.problems, (entry, limit) -> store.read(TarCatalog.blob(entry), limit));
      new LayoutInspection(store, request, draft, platform()).run();
      LayoutFile.check(store, draft, catalog.end() == End.MARKER);
    } else {
      noImage(store, catalog, request.format() == Format.DOCKER_ARCHIVE, draft);
    }
  }

  private static void noImage(BlobStore store, TarCatalog catalog, boolean docker, Draft draft)
      throws UnreadableArchive {
    if (!draft.problems.isEmpty()) {
      return;
    }
    if (docker && store.find("index.json") != null) {
      throw wrongForm(draft, "is an OCI archive", "oci-archive:" + draft.file);
    }
    String wanted = docker ? "manifest.json" : "index.json";
    boolean blobs = store.names().stream().anyMatch(name -> name.startsWith("blobs/"));
    if (blobs || (catalog.end() != End.MARKER && catalog.any())) {
      throw new UnreadableArchive(
          Kind.TRUNCATED,
          "offset " + draft.size,
          draft.file
              + " is cut short: it ends at "
              + draft.size
              + " before any "
              + wanted
              + (catalog.end() == End.MARKER ? ", in zeros" : " and without an end marker")
              + ". Wait until its writer has finished, or export the"
              + " image again.");
    }
    String holds =
        store.names().stream().limit(3).map(Quoted::of).collect(Collectors.joining(", "));
    throw new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE,
        draft.file,
        draft.file
            + " is a tar without "
            + (docker ? wanted : "oci-layout and index.json")
            + ", so no image archive; it holds "
            + (holds.isEmpty() ? "no files" : holds + (store.names().size() > 3 ? ", …" : ""))
            + ". Give the tar that skopeo copy or buildah push wrote.");
  }

  private static void stable(Path path, FileState before, Draft draft) {
    try {
      before.mustStay(path);
      draft.stable = draft.problems.none(Kind.CHANGED_WHILE_READ);
    } catch (FileState.Changed e) {
      draft.stable = false;
      draft.problems.add(IoProblem.of(draft.file, draft.file, e));
    }
  }

  private static Platform platform() {
    return PlatformChoice.current(System.getProperty("os.arch", ""));
  }
}
