package dev.custody.oci;

import dev.custody.oci.ArchiveFile.Format;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The questions about one archive: which image, how deep, and what reading may cost.
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
public record InspectionRequest(
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
  public InspectionRequest {
    if (ref != null && ref.matches("@[0-9]{1,9}")) {
      sourceIndex = Integer.valueOf(ref.substring(1));
      ref = null;
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + threads);
    }
  }

  /** Returns this request at depth structure, which reads headers and documents only. */
  public InspectionRequest atStructure() {
    return new InspectionRequest(
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

  /** Returns the default request: the only image, one thread, no progress. */
  public static InspectionRequest of(Depth depth) {
    return of(null, null, null, depth);
  }

  /** Returns the request for what an ARCHIVE argument names. */
  public static InspectionRequest of(ArchiveReference reference, Depth depth) {
    return of(reference.format(), reference.image(), reference.sourceIndex(), depth);
  }

  private static InspectionRequest of(
      @Nullable Format format, @Nullable String ref, @Nullable Integer sourceIndex, Depth depth) {
    return new InspectionRequest(
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
