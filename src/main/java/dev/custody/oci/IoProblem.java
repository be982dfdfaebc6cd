package dev.custody.oci;

import com.github.luben.zstd.ZstdIOException;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.Decompression.OutputLimit;
import dev.custody.oci.read.DecompressionMemory;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.ReadFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for what the operating system, or a decompressor, answered. */
public final class IoProblem {
  private IoProblem() {}

  /**
   * The problem that a failure to read is.
   *
   * @param file what messages call the archive
   * @param place the entry or blob that was being read; the archive itself if {@code file}
   */
  public static Problem of(String file, String place, IOException e) {
    String what = place.equals(file) ? file : place + " in " + file;
    if (e instanceof ReadFailure failure && denied(failure)) {
      return problem(
          Kind.ACCESS_DENIED,
          place,
          "reading "
              + what
              + " was refused at offset "
              + failure.offset()
              + ": permission denied. It could be opened before, so somebody changed its label,"
              + " mode or owner meanwhile; custody explain says who refuses now.");
    }
    if (e instanceof ReadFailure failure) {
      String where = "offset " + failure.offset();
      return problem(
          Kind.READ_ERROR,
          place.equals(file) ? where : place + ", " + where,
          "reading "
              + what
              + " failed at offset "
              + failure.offset()
              + ": "
              + reason(failure)
              + ". The storage under it could not deliver; look at the node and the volume, then"
              + " run custody again.");
    }
    if (e instanceof FileState.Changed) {
      return problem(
          Kind.CHANGED_WHILE_READ,
          place,
          what
              + " changed while it was read, so nothing found in it can be relied on: "
              + e.getMessage()
              + ". Wait until its writer has finished, then look again.");
    }
    if (e instanceof OutputLimit) {
      return problem(
          Kind.TOO_LARGE,
          place,
          what + " " + e.getMessage() + "; reading stopped there. Unpack it and look again.");
    }
    if (e instanceof DecompressionMemory.TooLarge window) {
      return problem(
          Kind.UNSUPPORTED,
          place,
          what
              + " "
              + window.getMessage()
              + ". "
              + window.remedy()
              + (place.equals(file)
                  ? ", or unpack it first."
                  : ", or use --depth content, which does not unpack."));
    }
    if (e instanceof EOFException
        || (e instanceof ZstdIOException && "Truncated source".equals(e.getMessage()))) {
      return problem(
          Kind.TRUNCATED,
          place,
          what
              + " is cut short: its compressed data ends too early. Wait until its writer has"
              + " finished, or export the image again.");
    }
    if (e instanceof Decompression.UnsupportedFormat) {
      return problem(
          Kind.UNSUPPORTED,
          place,
          what + " " + e.getMessage() + ". Compress it again with gzip or zstd.");
    }
    if (e instanceof Decompression.TrailingData) {
      return problem(
          Kind.MALFORMED,
          place,
          what
              + " "
              + e.getMessage()
              + "; podman and buildah refuse to decompress it. Export the image again.");
    }
    if (e instanceof Decompression.CorruptData || e instanceof ZstdIOException) {
      return problem(
          Kind.MALFORMED,
          place,
          what + " does not decompress: " + Quoted.of(reason(e)) + ". Export the image again.");
    }
    if (e.getCause() instanceof LinkageError) {
      return problem(
          Kind.UNSUPPORTED,
          place,
          what + " is zstd-compressed, and " + Quoted.of(reason(e)) + ". Unpack it first.");
    }
    if (e instanceof NoSuchFileException) {
      return problem(
          Kind.NO_SUCH_FILE, place, what + " does not exist. Check the path and the workspace.");
    }
    if (e instanceof AccessDeniedException) {
      return problem(
          Kind.ACCESS_DENIED,
          place,
          what
              + " cannot be opened: permission denied. `custody explain` says which component of"
              + " the path denies it and why.");
    }
    return problem(
        Kind.READ_ERROR,
        place,
        what + " cannot be read: " + Quoted.of(reason(e)) + ". `custody explain` may say why.");
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private static Problem problem(Kind kind, String place, String message) {
    return new Problem(kind, place, null, null, message);
  }

  /** An open file is refused later where its label, or the server's mind, changes. */
  private static boolean denied(ReadFailure failure) {
    String reason = reason(failure);
    return reason.equals("Permission denied") || reason.equals("Operation not permitted");
  }
}
