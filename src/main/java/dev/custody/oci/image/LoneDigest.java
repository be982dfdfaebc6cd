package dev.custody.oci.image;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;

/**
 * The relation of a digest that was given alone, without a record, to the image in an archive. The
 * gate, the diagnosis and the agreement of several sources all ask here.
 */
public sealed interface LoneDigest {
  /** It names the image: a push publishes it, or it is the one digest that a docker-archive has. */
  record NamesImage(Role role) implements LoneDigest {}

  /** It names something of this archive, but not what a push publishes. */
  record OtherKind(Role role) implements LoneDigest {}

  /** It names one of several images, of which none was chosen. */
  record NoneChosen() implements LoneDigest {}

  /** Nothing of this archive has it, and the image has another manifest digest. */
  record OtherImage(Digest manifest) implements LoneDigest {}

  /** Too little is known of the archive to tell. */
  record NotKnown() implements LoneDigest {}

  /** Returns what a digest says of the image that was selected in an archive. */
  static LoneDigest of(ArchiveEvidence archive, Digest digest) {
    boolean docker = archive.file().format() == ArchiveFile.Format.DOCKER_ARCHIVE;
    return switch (DigestRoles.weightiest(archive, digest)) {
      case null -> {
        Digest manifest = archive.image().digest();
        yield manifest == null ? new NotKnown() : new OtherImage(manifest);
      }
      // A push without --all publishes the platform's manifest.
      case Role role
          when role instanceof Role.SelectedManifest || role instanceof Role.PlatformManifest ->
          new NamesImage(role);
      // It has no manifest; its image id identifies the image, and a push keeps the config.
      case Role.Config config when docker -> new NamesImage(config);
      // A push without a reference fails; with one, it publishes that image.
      case Role.OtherManifest _ when archive.image().selected() == null && !docker ->
          new NoneChosen();
      case Role role -> new OtherKind(role);
    };
  }
}
