package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;

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

  /** Whether the manifest is one of several platforms, of which each has its own layers. */
  boolean ofSeveralPlatforms() {
    return archive.image().platformManifest() != null || archive.image().instances() != null;
  }
}
