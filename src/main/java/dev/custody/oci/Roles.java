package dev.custody.oci;

import dev.custody.oci.image.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Says what a digest is within an archive. */
public final class Roles {
  private Roles() {}

  /** Every role the digest has there, the weightiest first; empty: it is not in this archive. */
  public static List<Role> find(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = new ArrayList<>();
    Descriptor selected = archive.selected();
    if (digest.equals(archive.digest()) || (selected != null && digest.equals(selected.digest()))) {
      roles.add(new Role.SelectedManifest());
    }
    Descriptor platform = archive.platformManifest();
    if (platform != null && digest.equals(platform.digest())) {
      Platform of = platform.platform();
      roles.add(new Role.PlatformManifest(of == null ? "no platform stated" : of.toString()));
    }
    archive.entries().stream()
        .filter(entry -> digest.equals(entry.digest()) && !entry.equals(selected))
        .forEach(entry -> roles.add(new Role.OtherManifest(name(entry))));
    if (digest.equals(archive.indexDigest())) {
      roles.add(new Role.ImageIndex());
    }
    Descriptor config = archive.config();
    if (config != null && digest.equals(config.digest())) {
      roles.add(new Role.Config());
    }
    List<Descriptor> layers = archive.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (digest.equals(layers.get(i).digest())) {
        roles.add(new Role.Layer(i + 1, layers.size()));
      }
    }
    for (int i = 0; i < archive.diffIds().size(); i++) {
      if (digest.equals(archive.diffIds().get(i))) {
        roles.add(new Role.DiffId(i + 1, archive.diffIds().size()));
      }
    }
    if (roles.isEmpty()) {
      archive.others().stream()
          .filter(other -> digest.equals(other.digest()))
          .forEach(other -> roles.add(other(other)));
    }
    if (digest.equals(archive.archiveDigest())) {
      roles.add(new Role.ArchiveFile());
    }
    return roles;
  }

  private static Role other(Descriptor other) {
    return MediaType.isManifest(other.mediaType()) || MediaType.isIndex(other.mediaType())
        ? new Role.OtherManifest(name(other))
        : new Role.OtherBlob(other.mediaType());
  }

  private static String name(Descriptor entry) {
    String name = entry.refName();
    Platform platform = entry.platform();
    return name != null ? name : platform != null ? platform.toString() : "no name";
  }
}
