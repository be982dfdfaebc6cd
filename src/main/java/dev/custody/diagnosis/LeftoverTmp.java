package dev.custody.diagnosis;

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
            .map(PathWalk::path)
            .filter(path -> path.matches(".*/(container_images_)?oci[^/]*"))
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
}
