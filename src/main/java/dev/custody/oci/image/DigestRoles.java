package dev.custody.oci.image;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Digest;
import dev.custody.oci.Instance;
import dev.custody.oci.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a digest is within an archive. */
public final class DigestRoles {
  private DigestRoles() {}

  /** Every role the digest has there, the weightiest first; empty: it is not in this archive. */
  public static List<Role> find(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = new ArrayList<>();
    Descriptor selected = archive.image().selected();
    if (digest.equals(archive.image().digest())
        || digest.equals(archive.image().sha256())
        || (selected != null && digest.equals(selected.digest()))) {
      roles.add(new Role.SelectedManifest());
    }
    roles.addAll(ofInstances(archive.image(), digest));
    archive.file().entries().stream()
        .filter(entry -> digest.equals(entry.digest()) && !entry.equals(selected))
        .forEach(entry -> roles.add(new Role.OtherManifest(DescriptorKind.name(entry))));
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

  /** The digest's most important role; null if nothing in this archive has that digest. */
  public static @Nullable Role weightiest(ArchiveEvidence archive, Digest digest) {
    List<Role> roles = find(archive, digest);
    return roles.isEmpty() ? null : roles.getFirst();
  }

  /** Returns the roles among the manifests of a selected index. */
  private static List<Role> ofInstances(ArchivedImage image, Digest digest) {
    Descriptor shown = image.platformManifest();
    if (image.instances() == null) {
      // A record from before the instances were kept.
      return shown != null && digest.equals(shown.digest())
          ? List.of(new Role.PlatformManifest(DescriptorKind.platform(shown)))
          : List.of();
    }
    for (Instance instance : image.instances()) {
      if (digest.equals(instance.manifest().digest())) {
        return List.of(ofInstance(image, image.instances(), instance));
      }
    }
    return List.of();
  }

  private static Role ofInstance(ArchivedImage image, List<Instance> instances, Instance instance) {
    Descriptor manifest = instance.manifest();
    String platform = DescriptorKind.platform(manifest);
    if (DescriptorKind.isAttestation(manifest)) {
      return new Role.Attestation();
    }
    if (instance.missing() > 0) {
      return new Role.UndecidedManifest(
          platform,
          "but "
              + instance.missing()
              + " of its blob(s) are missing or unreadable, so a push fails");
    }
    List<Descriptor> pushed =
        PlatformChoice.pushed(
            instances.stream().map(Instance::manifest).toList(),
            manifest,
            image.selected() != null && MediaType.isDockerList(image.selected().mediaType()));
    if (pushed.isEmpty()) {
      return new Role.UndecidedManifest(platform, "but no push selects it, whatever the platform");
    }
    return pushed.stream()
        .filter(other -> !other.equals(manifest))
        .findFirst()
        .map(rival -> undecided(platform, rival))
        .orElseGet(() -> new Role.PlatformManifest(platform));
  }

  private static Role undecided(String platform, Descriptor rival) {
    return new Role.UndecidedManifest(
        platform,
        "but skopeo may push "
            + rival.digest()
            + " ("
            + DescriptorKind.platform(rival)
            + ") instead, depending on its version and on how it is asked for the platform");
  }

  private static Role other(Descriptor other) {
    if (DescriptorKind.isAttestation(other)) {
      return new Role.Attestation();
    }
    return MediaType.isManifest(other.mediaType()) || MediaType.isIndex(other.mediaType())
        ? new Role.OtherManifest(DescriptorKind.name(other))
        : new Role.OtherBlob(other.mediaType());
  }
}
