package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.PathWalk;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An unpacking tool was killed, or failed, and left its directory: space, not the cause of
 * anything.
 */
public final class LeftoverTmp implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.LEFTOVER_TMP;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<String> leftovers =
        content.observed().temporary().leftovers().stream()
            .filter(LeftoverTmp::isDirectory)
            .map(PathWalk::path)
            .toList();
    if (leftovers.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        Finding.Confidence.CERTAIN,
        "an earlier skopeo or buildah left " + String.join(", ", leftovers) + " behind",
        leftovers,
        List.of(),
        "remove them when no other step is unpacking; they only take space",
        "du -sh " + leftovers.getFirst());
  }

  /** skopeo and buildah unpack into a directory with a number; others name theirs alike. */
  private static boolean isDirectory(PathWalk walk) {
    FileStatus status = walk.last().status();
    String name = walk.path().substring(walk.path().lastIndexOf('/') + 1);
    return status != null
        && status.type() == FileType.DIRECTORY
        && name.matches("(container_images_)?oci[0-9]+");
  }
}
