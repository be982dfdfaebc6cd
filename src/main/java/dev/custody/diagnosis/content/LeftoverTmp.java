package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.PathWalk;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An unpacking tool was killed, or failed, and left its directory behind; it takes space and causes
 * nothing else.
 */
public final class LeftoverTmp implements ContentCause {
  private static final Duration LONGEST_PUSH = Duration.ofHours(1);

  @Override
  public CauseId id() {
    return CauseId.LEFTOVER_TMP;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<String> leftovers =
        content.observed().temporary().leftovers().stream()
            .filter(walk -> isLeft(walk, content.observed().createdAt()))
            .map(PathWalk::path)
            .toList();
    if (leftovers.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        // Another tool may name its directory so, and a push may take longer.
        Finding.Confidence.MEDIUM,
        "an earlier skopeo or buildah seems to have left "
            + String.join(", ", leftovers)
            + " behind",
        leftovers,
        List.of(),
        "remove them when no other step is unpacking; they only take space",
        Command.on(leftovers.getFirst(), "du -sh"));
  }

  /** skopeo and buildah unpack into a directory with a number, which only they may enter. */
  private static boolean isLeft(PathWalk walk, Instant now) {
    FileStatus status = walk.last().status();
    String name = walk.path().substring(walk.path().lastIndexOf('/') + 1);
    return status != null
        && status.type() == FileType.DIRECTORY
        && (status.mode() & 0077) == 0
        && status.modified().isBefore(now.minus(LONGEST_PUSH))
        && name.matches("(container_images_)?oci[0-9]+");
  }
}
