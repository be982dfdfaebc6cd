package dev.custody.oci;

import dev.custody.oci.image.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a digest is within an archive. */
public final class Roles {
  private Roles() {}

  /** Every role the digest has there, the weightiest first; empty: it is not in this archive. */
  public static List<Role> find(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = new ArrayList<>();
    Descriptor selected = archive.image().selected();
    if (digest.equals(archive.image().digest())
        || (selected != null && digest.equals(selected.digest()))) {
      roles.add(new Role.SelectedManifest());
    }
    Descriptor platform = archive.image().platformManifest();
    if (platform != null && digest.equals(platform.digest())) {
      Platform of = platform.platform();
      roles.add(new Role.PlatformManifest(of == null ? "no platform stated" : of.toString()));
    }
    archive.file().entries().stream()
        .filter(entry -> digest.equals(entry.digest()) && !entry.equals(selected))
        .forEach(entry -> roles.add(new Role.OtherManifest(name(entry))));
    if (digest.equals(archive.file().indexDigest())) {
      roles.add(new Role.ImageIndex());
    }
    Descriptor config = archive.image().config();
    if (config != null && digest.equals(config.digest())) {
      roles.add(new Role.Config());
    }
    List<Descriptor> layers = archive.image().layers();
    for (int i = 0; i < layers.size(); i++) {
      if (digest.equals(layers.get(i).digest())) {
        roles.add(new Role.Layer(i + 1, layers.size()));
      }
    }
    for (int i = 0; i < archive.image().diffIds().size(); i++) {
      if (digest.equals(archive.image().diffIds().get(i))) {
        roles.add(new Role.DiffId(i + 1, archive.image().diffIds().size()));
      }
    }
    if (roles.isEmpty()) {
      archive.file().others().stream()
          .filter(other -> digest.equals(other.digest()))
          .forEach(other -> roles.add(other(other)));
    }
    if (digest.equals(archive.file().digest())) {
      roles.add(new Role.ArchiveFile());
    }
    return roles;
  }

  /** The digest's weightiest role; null when it names nothing that was found in this archive. */
  public static @Nullable Role weightiest(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = find(archive, digest);
    return roles.isEmpty() ? null : roles.getFirst();
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
