package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.Role;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a digest is within an archive. Eight kinds of digest look alike; most "wrong digest" reports
 * compare two of different kinds.
 */
public final class DigestKinds {
  private DigestKinds() {}

  /** The digest's role; null when it names nothing that was found in this archive. */
  public static @Nullable Role find(ArchiveEvidence archive, Digest digest) {
    if (digest.equals(archive.digest())) {
      return new Role.SelectedManifest();
    }
    if (is(archive.platformManifest(), digest)) {
      Platform platform = archive.platform();
      return new Role.PlatformManifest(platform == null ? "this platform" : platform.toString());
    }
    for (Descriptor entry : archive.entries()) {
      if (is(entry, digest)) {
        String name = entry.refName();
        return new Role.OtherManifest(name == null ? "without a name" : name);
      }
    }
    if (is(archive.config(), digest)) {
      return new Role.Config();
    }
    if (digest.equals(archive.indexDigest())) {
      return new Role.ImageIndex();
    }
    if (digest.equals(archive.archiveDigest())) {
      return new Role.ArchiveFile();
    }
    for (int i = 0; i < archive.layers().size(); i++) {
      if (is(archive.layers().get(i), digest)) {
        return new Role.Layer(i + 1, archive.layers().size());
      }
    }
    int diffId = archive.diffIds().indexOf(digest);
    return diffId < 0 ? null : new Role.DiffId(diffId + 1, archive.diffIds().size());
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
      default -> "the digest of another part of the archive";
    };
  }

  private static boolean is(@Nullable Descriptor descriptor, Digest digest) {
    return descriptor != null && Objects.equals(descriptor.digest(), digest);
  }
}
