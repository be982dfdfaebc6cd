package dev.custody.diagnosis;

import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.PathWalk;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An unpacking tool was killed, or failed, and left its directory: space, not the cause of
 * anything.
 */
final class LeftoverTmp implements ContentCause {
  @Override
  public String id() {
    return "LEFTOVER_TMP";
  }

  @Override
  public @Nullable Finding in(Content content) {
    List<String> leftovers =
        content.observed().files().stream()
            .skip(1)
            .filter(walk -> isLeftover(content, walk))
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
        "remove them where no other step is unpacking; they only take space",
        "du -sh " + leftovers.getFirst());
  }

  /** A directory with a name of theirs, right in the directory where the next step unpacks. */
  private static boolean isLeftover(Content content, PathWalk walk) {
    FileStatus status = walk.last().status();
    int slash = walk.path().lastIndexOf('/');
    return status != null
        && status.type() == FileType.DIRECTORY
        && walk.path().substring(slash + 1).matches("(container_images_)?oci[0-9]+")
        && content.temporary().stream()
            .anyMatch(space -> space.path().equals(walk.path().substring(0, Math.max(1, slash))));
  }
}
