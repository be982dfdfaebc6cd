package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import dev.custody.oci.Roles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a digest is within an archive. Eight kinds of digest look alike; most "wrong digest" reports
 * compare two of different kinds.
 */
public final class DigestKinds {
  private DigestKinds() {}

  /** The digest's weightiest role; null when it names nothing that was found in this archive. */
  public static @Nullable Role find(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = Roles.find(archive, digest);
    return roles.isEmpty() ? null : roles.getFirst();
  }

  /** The role in words that complete "this digest is …". */
  public static String words(Role role) {
    return switch (role) {
      case Role.SelectedManifest _ -> "the manifest digest";
      case Role.OtherManifest other ->
          "the digest of another image of the archive, " + other.name();
      case Role.ImageIndex _ -> "the digest of index.json, which no registry shows";
      case Role.PlatformManifest p -> "the manifest digest of " + p.platform() + " in the index";
      case Role.Config _ -> "the config digest (image id)";
      case Role.Layer layer -> "the digest of layer " + layer.number() + " of " + layer.of();
      case Role.DiffId id -> "the diffID of layer " + id.number() + " of " + id.of();
      case Role.ArchiveFile _ -> "the sha256 of the archive file, which differs on every export";
      case Role.OtherBlob blob -> "a " + blob.mediaType() + " of another image of the archive";
    };
  }
}
