package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far the layers of an archive were looked at: a config and a manifest only list them.
 *
 * @param archive in which they are
 */
record LayerEvidence(ArchiveEvidence archive) {
  /** Whether every blob was hashed, and has the digest that it is named by. */
  boolean hashed() {
    return archive.checks().depth() != Depth.STRUCTURE && archive.sound();
  }

  /** Whether every layer was unpacked to its end, and is the one that the config lists. */
  boolean unpacked() {
    Long compared = archive.checks().layersCompared();
    return compared != null && compared >= archive.image().layers().size() && archive.sound();
  }

  /** Whether the manifest lists the same layers as another archive's, in the same order. */
  boolean listsThoseOf(ArchiveEvidence other) {
    return digests(archive).equals(digests(other));
  }

  private static List<Digest> digests(ArchiveEvidence archive) {
    return archive.image().layers().stream().map(Descriptor::digest).toList();
  }

  /** The media types of the layers, each once. */
  String mediaTypes() {
    return archive.image().layers().stream()
        .map(Descriptor::mediaType)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What shows that the layers are those of the recorded config, in one line. */
  String comparedWith(@Nullable ArchiveEvidence recorded) {
    if (unpacked()) {
      return "every layer was unpacked, and is the one that the config lists (diffID)";
    }
    if (recorded != null && listsThoseOf(recorded)) {
      return "the layers have the recorded digests"
          + (hashed() ? ", and hash to them" : "; they were not hashed");
    }
    return "the diffIDs listed in the config are the recorded ones; the layers were not unpacked to"
        + " check them";
  }

  /** Whether the manifest is one of several platforms, of which each has its own layers. */
  boolean ofSeveralPlatforms() {
    return archive.image().platformManifest() != null || archive.image().instances() != null;
  }
}
