package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.PageCache;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.StoredImages;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.read.IoProblem;
import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Inspects an image archive in place: an OCI archive tar, an image layout directory, a
 * docker-archive, plain or compressed. Nothing is extracted; a plain tar's blobs are passed over at
 * depth structure.
 */
public final class ImageArchive {
  private ImageArchive() {}

  /**
   * Looks up the provider of SHA-256 early, in a thread that has nothing else to do; the first use
   * takes the JDK some milliseconds.
   */
  public static void prepare() {
    Hashing.start("sha256");
  }

  /**
   * Inspects the archive. Faults of the archive and failures to read it become problems in the
   * evidence; nothing is thrown. FIFOs, sockets and devices are not opened.
   */
  public static ArchiveEvidence inspect(Path path, InspectionRequest request) {
    return inspect(path, request, file -> RandomAccessBytes.open(file, cache(request)));
  }

  /** Returns the page cache to advise; none at depth structure, which reads too little. */
  private static PageCache cache(InspectionRequest request) {
    return request.depth() == Depth.STRUCTURE && !request.hashArchive()
        ? PageCache.UNTOUCHED
        : request.cache();
  }

  public static ArchiveEvidence inspect(
      Path path, InspectionRequest request, RandomAccessBytes.Opener opener) {
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
