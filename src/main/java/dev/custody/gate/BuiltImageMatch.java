package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.BuiltImage;

/** Whether an archive holds the image that the build made, by the id that the build printed. */
public enum BuiltImageMatch {
  HELD,
  OTHER,
  /** The archive's own image is not known. */
  UNKNOWN;

  /** Compares the id with the digests that an archive has for its image. */
  public static BuiltImageMatch of(ArchiveEvidence archive, BuiltImage built) {
    Role role = DigestRoles.weightiest(archive, built.id());
    if (role != null && answers(role)) {
      return HELD;
    }
    return archive.image().config() == null ? UNKNOWN : OTHER;
  }

  /** An image id is the config's digest, or the manifest's where images are kept as manifests. */
  private static boolean answers(Role role) {
    return role instanceof Role.Config
        || role instanceof Role.SelectedManifest
        || role instanceof Role.PlatformManifest;
  }
}
