package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.read.HashingStream;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.ReadFailure;
import dev.custody.oci.read.UnpackingLimits;
import dev.custody.oci.read.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an image archive where it stands: an OCI archive tar, an image layout directory, a
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
          unpacking);
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
        DirectoryInspection.run(path, request, opener, draft);
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
        TarInspection.run(bytes, size, request, draft);
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

  static UnreadableArchive wrongForm(Draft draft, String found, String write) {
    return new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE, draft.file, draft.file + " " + found + ": write " + write + ".");
  }

  static void stable(Path path, FileState before, Draft draft) {
    try {
      before.mustStay(path);
      draft.stable = draft.problems.none(Kind.CHANGED_WHILE_READ);
    } catch (FileState.Changed e) {
      draft.stable = false;
      draft.problems.add(IoProblem.of(draft.file, draft.file, e));
    } catch (IOException e) {
      draft.problems.add(IoProblem.of(draft.file, draft.file, e));
    }
  }
}
