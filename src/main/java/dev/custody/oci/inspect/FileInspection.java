package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.HashingStream;
import dev.custody.oci.read.IoProblem;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.ReadFailure;
import dev.custody.oci.read.Workers;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Inspects a regular file: what it holds, and whether it stayed the same meanwhile. */
final class FileInspection {
  private final Path path;
  private final InspectionRequest request;
  private final CheckLog log;
  private final FileState before;
  private long size;
  private FileContents contents = FileContents.UNKNOWN;
  private @Nullable Digest digest;
  private @Nullable Boolean stable;

  /** A look at a file that was in this state before it is opened. */
  FileInspection(Path path, FileState before, InspectionRequest request, CheckLog log) {
    this.path = path;
    this.request = request;
    this.log = log;
    this.before = before;
    this.size = before.size();
  }

  ArchiveEvidence run(RandomAccessBytes.Opener opener) {
    log.attempt(() -> read(opener));
    StoredImages images = contents.images();
    return images.in(
        path.toString(),
        contents.format(),
        contents.compression(),
        size,
        digest,
        stable,
        log.checks());
  }

  private void read(RandomAccessBytes.Opener opener) throws IOException, UnreadableArchive {
    if (request.format() == Format.OCI_LAYOUT) {
      throw wrongForm(log.file(), "is a file, not a directory", "oci-archive:" + log.file());
    }
    try (RandomAccessBytes bytes = opener.open(path)) {
      try {
        contents(bytes);
      } finally {
        stable = stable(path, before, log);
      }
    }
  }

  private void contents(RandomAccessBytes bytes) throws IOException, UnreadableArchive {
    size = size(bytes);
    if (size == 0) {
      throw new UnreadableArchive(
          Kind.EMPTY_FILE,
          log.file(),
          log.file()
              + " is empty (0 bytes). Its writer failed, or has not started yet; look at the step"
              + " that exports it.");
    }
    bytes.again(request.hashArchive());
    contents = new TarInspection(bytes, size, request, log).run();
    bytes.again(false);
    if (request.hashArchive() && contents.images().complete()) {
      request.progress().total(size);
      HashingStream all =
          new HashingStream(RangeStream.ofContent(bytes, 0, size), "sha256", request.progress());
      all.drain(new Workers(request.threads()).alone());
      digest = all.digest();
    }
  }

  private static long size(RandomAccessBytes bytes) throws IOException {
    try {
      return bytes.size();
    } catch (IOException e) {
      throw new ReadFailure(0, e);
    }
  }

  static UnreadableArchive wrongForm(String file, String found, String write) {
    return new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE, file, file + " " + found + ": write " + write + ".");
  }

  /** Whether a file is still in the state it was in; null where nobody can tell. */
  static @Nullable Boolean stable(Path path, FileState before, CheckLog log) {
    try {
      before.mustStay(path);
      return log.problems().none(Kind.CHANGED_WHILE_READ);
    } catch (FileState.Changed e) {
      log.problems().add(IoProblem.of(log.file(), log.file(), e));
      return false;
    } catch (IOException e) {
      log.problems().add(IoProblem.of(log.file(), log.file(), e));
      return null;
    }
  }
}
