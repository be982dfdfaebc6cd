package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Descriptor;

/**
 * The push that either keeps the digest or fails. It also covers what an archive cannot show: a
 * registry or option that converts the manifest (D3, D5) is then refused instead of obeyed.
 */
public final class PushLine {
  private PushLine() {}

  static String of(ArchiveEvidence archive) {
    Descriptor selected = archive.image().selected();
    String name = selected == null ? null : selected.refName();
    String transport =
        archive.file().format() == ArchiveFile.Format.OCI_LAYOUT ? "oci:" : "oci-archive:";
    return "skopeo copy --preserve-digests "
        + (archive.image().platformManifest() == null ? "" : "--all ")
        + "--digestfile pushed-digest "
        + quoted(transport + archive.file().path() + (name == null ? "" : ":" + name))
        + " docker://REGISTRY/REPOSITORY:TAG";
  }

  /** For a POSIX shell; names and paths are anybody's. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
