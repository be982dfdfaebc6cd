package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Problem;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.read.Hashing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or an index as a registry served it, byte for byte (distribution-spec, "Pulling
 * manifests").
 *
 * @param sha256 of the bytes
 * @param sha512 of the same bytes; registries may name a manifest by either
 * @param mediaType its own, or the one that its fields tell
 * @param manifests entries of an index; empty for an image's manifest
 * @param config null for an index
 * @param diffIds of the config, where that was given too
 */
public record RegistryManifest(
    Digest sha256,
    Digest sha512,
    String mediaType,
    List<Descriptor> manifests,
    @Nullable Descriptor config,
    List<Descriptor> layers,
    List<Digest> diffIds) {
  public RegistryManifest {
    manifests = List.copyOf(manifests);
    layers = List.copyOf(layers);
    diffIds = List.copyOf(diffIds);
  }

  /**
   * Reads the bytes; one newline at their end is taken for a shell's {@code echo} where the bytes
   * without it are what was asked for.
   *
   * @param recorded whether a digest is one that was recorded
   * @throws UnreadableArchive if they are no manifest, with a sentence that names what they are
   */
  public static RegistryManifest parse(byte[] bytes, Predicate<Digest> recorded, String name)
      throws UnreadableArchive {
    byte[] served = bytes;
    if (bytes.length > 0 && bytes[bytes.length - 1] == '\n') {
      byte[] without = Arrays.copyOf(bytes, bytes.length - 1);
      if (recorded.test(Hashing.of("sha256", without))
          || recorded.test(Hashing.of("sha512", without))) {
        served = without;
      }
    }
    IndexOrManifest document = IndexOrManifest.parse(served, "", name, name);
    return new RegistryManifest(
        Hashing.of("sha256", served),
        Hashing.of("sha512", served),
        document.mediaType(),
        document.manifests(),
        document.config(),
        document.layers(),
        List.of());
  }

  /**
   * Returns this manifest with the diffIDs of its config.
   *
   * @throws UnreadableArchive if they are not the config that the manifest names
   */
  public RegistryManifest withConfig(byte[] bytes, String name) throws UnreadableArchive {
    if (config == null || !config.digest().equals(Hashing.of(config.digest().algorithm(), bytes))) {
      throw new UnreadableArchive(
          Problem.Kind.MALFORMED,
          name,
          name
              + " is not the config that the manifest names"
              + (config == null ? "; it is an index" : ", " + config.digest())
              + ".");
    }
    return new RegistryManifest(
        sha256,
        sha512,
        mediaType,
        manifests,
        config,
        layers,
        ImageConfig.parse(bytes, config.mediaType(), name, name).diffIds());
  }

  /** Every digest that it has or names. */
  public List<Digest> digests() {
    List<Digest> all = new ArrayList<>(List.of(sha256, sha512));
    manifests.forEach(manifest -> all.add(manifest.digest()));
    if (config != null) {
      all.add(config.digest());
    }
    layers.forEach(layer -> all.add(layer.digest()));
    all.addAll(diffIds);
    return all;
  }

  /** Whether it is an index, not one image's manifest. */
  public boolean isIndex() {
    return config == null;
  }

  /**
   * Returns the manifest's digest by the algorithm of another digest, so that both can be compared.
   */
  public Digest digestLike(Digest other) {
    return other.algorithm().equals("sha512") ? sha512 : sha256;
  }

  /**
   * Returns what tells this image from others, with a manifest digest by the algorithm of {@code
   * other}.
   */
  public ImageIdentity identityLike(@Nullable Digest other) {
    return new ImageIdentity(
        other == null ? sha256 : digestLike(other),
        config == null ? null : config.digest(),
        diffIds);
  }
}
