package dev.custody.oci.read;

import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a failure of the operating system or of a decompressor into a problem. The type of the
 * exception decides; its text is only shown.
 */
public final class IoProblem {
  /** The words that the JDK adds to those of ELOOP. */
  private static final String JDK_ADDITION = " or unable to access attributes of symbolic link";

  private IoProblem() {}

  /**
   * Returns the problem for a failure to read.
   *
   * @param file what messages call the archive
   * @param place the entry or blob that was being read; the archive itself if {@code file}
   */
  public static Problem of(String file, String place, IOException e) {
    boolean whole = place.equals(file);
    String what = whole ? file : place + " in " + file;
    return switch (e) {
      case ReadFailure failure -> reading(what, whole ? "" : place + ", ", failure, place);
      case FileState.Changed changed ->
          new Problem(
              Kind.CHANGED_WHILE_READ,
              place,
              bytes(changed.sizeBefore()),
              bytes(changed.sizeAfter()),
              what
                  + " changed while it was read, so what was found in it cannot be relied on: "
                  + e.getMessage()
                  + ". Wait until its writer has finished, then look again.");
      case NoSuchFileException _ ->
          problem(
              Kind.NO_SUCH_FILE,
              place,
              what + " does not exist. Check the path and the workspace.");
      case AccessDeniedException _ ->
          problem(
              Kind.ACCESS_DENIED,
              place,
              what
                  + " cannot be opened: permission denied. `custody explain` says which component"
                  + " of the path denies it and why.");
      default -> {
        Problem unpacking = unpacking(what, whole, place, e);
        yield unpacking != null
            ? unpacking
            : problem(
                Kind.READ_ERROR,
                place,
                what
                    + " cannot be read: "
                    + Quoted.of(reason(e))
                    + ". `custody explain` may say why.");
      }
    };
  }

  /** A read of an open file that failed. */
  private static Problem reading(String what, String before, ReadFailure failure, String place) {
    if (failure.denied()) {
      return problem(
          Kind.ACCESS_DENIED,
          place,
          "reading "
              + what
              + " was refused at offset "
              + failure.offset()
              + ": permission denied. It could be opened a moment ago, so its label, mode or owner"
              + " has been changed since; custody explain says what refuses it now.");
    }
    return new Problem(
        Kind.READ_ERROR,
        before + "offset " + failure.offset(),
        null,
        reason(failure),
        "reading "
            + what
            + " failed at offset "
            + failure.offset()
            + ": "
            + reason(failure)
            + ". The storage did not return the data; check the node and the volume, then run"
            + " custody again.");
  }

  /** Returns the problem that a decompressor reports; null for any other failure. */
  private static @Nullable Problem unpacking(
      String what, boolean whole, String place, IOException e) {
    return switch (e) {
      case Decompression.OutputLimit _ ->
          problem(
              Kind.TOO_LARGE,
              place,
              what + " " + e.getMessage() + "; reading stopped there. Unpack it and look again.");
      case DecompressionMemory.TooLarge window ->
          problem(
              Kind.UNSUPPORTED,
              place,
              what
                  + " "
                  + window.getMessage()
                  + ". "
                  + window.remedy()
                  + (whole
                      ? ", or unpack it first."
                      : ", or use --depth content, which does not unpack."));
      case EOFException _ ->
          problem(
              Kind.TRUNCATED,
              place,
              what
                  + " is cut short: its compressed data ends too early. Wait until its writer has"
                  + " finished, or export the image again.");
      case Decompression.UnsupportedFormat _ ->
          problem(
              Kind.UNSUPPORTED,
              place,
              what + " " + e.getMessage() + ". Compress it again with gzip or zstd.");
      case Decompression.TrailingData _ ->
          problem(
              Kind.MALFORMED,
              place,
              what
                  + " "
                  + e.getMessage()
                  + "; podman and buildah refuse to decompress it. Export the image again.");
      case Decompression.CorruptData _ ->
          problem(
              Kind.MALFORMED,
              place,
              what
                  + " does not decompress: "
                  + Quoted.of(sentence(e))
                  + ". Export the image again.");
      case Decompression.NoZstdLibrary _ ->
          problem(
              Kind.UNSUPPORTED,
              place,
              what + " is zstd-compressed, and " + Quoted.of(reason(e)) + ". Unpack it first.");
      default -> null;
    };
  }

  /** A library's reason without the full stops that some of them end with. */
  private static String sentence(IOException e) {
    return reason(e).replaceFirst("\\.+$", "");
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason.replace(JDK_ADDITION, "");
  }

  private static @Nullable String bytes(@Nullable Long size) {
    return size == null ? null : size + " bytes";
  }

  private static Problem problem(Kind kind, String place, String message) {
    return new Problem(kind, place, null, null, message);
  }
}
