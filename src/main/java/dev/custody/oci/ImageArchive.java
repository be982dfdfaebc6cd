package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.UnpackingLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Inspects an image archive in place: an OCI archive tar, an image layout directory, a
 * docker-archive, plain or compressed. Nothing is extracted; a plain tar's blobs are passed over at
 * depth structure.
 */
public final class ImageArchive {
  private ImageArchive() {}

  /**
   * What is asked about an archive.
   *
   * @param format null: the file decides
   * @param ref reference name to select, or a position as {@code @N}; null: the only image
   * @param sourceIndex position of the image to select instead; null: none
   * @param hashArchive whether to hash the file itself too, which costs reading it once
   * @param threads at most this many read content at once; 1 and up
   * @param cache receives advice on the pages that were read
   * @param unpacking how much unpacking may cost
   * @param unprivileged whether this process is not root; who pushes is then taken to be as it is.
   *     Asked only of an archive of which that decides
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
      UnpackingLimits unpacking,
      BooleanSupplier unprivileged) {
    public Request {
      if (ref != null && ref.matches("@[0-9]{1,9}")) {
        sourceIndex = Integer.valueOf(ref.substring(1));
        ref = null;
      }
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be 1 or more: " + threads);
      }
    }

    /** The same question, answered from headers and documents alone. */
    Request atStructure() {
      return new Request(
          format,
          ref,
          sourceIndex,
          Depth.STRUCTURE,
          false,
          1,
          Progress.NONE,
          PageCache.UNTOUCHED,
          unpacking,
          unprivileged);
    }

    /** The defaults: the only image, one thread, no progress. */
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
          UnpackingLimits.within(() -> Long.MAX_VALUE),
          () -> false);
    }
  }

  /**
   * Looks up the provider of SHA-256 early, which takes the JDK some milliseconds at first use; for
   * a thread that has nothing else to do.
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
    CheckLog log = new CheckLog(Quoted.of(path.toString()), request.depth());
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      log.problems().add(IoProblem.of(log.file(), log.file(), e));
      return nothingRead(path, log);
    }
    if (attributes.isDirectory()) {
      return new DirectoryInspection(path, request, log).run(opener);
    }
    if (attributes.isRegularFile()) {
      return new FileInspection(path, FileState.of(attributes), request, log).run(opener);
    }
    log.problems()
        .add(
            Kind.NOT_A_REGULAR_FILE,
            log.file(),
            log.file()
                + " is a FIFO, a socket or a device, and was not opened. Give a tar file or an"
                + " image layout directory.");
    return nothingRead(path, log);
  }

  private static ArchiveEvidence nothingRead(Path path, CheckLog log) {
    return StoredImages.none(false)
        .in(path.toString(), null, Compression.NONE, 0, null, null, log.checks());
  }
}
