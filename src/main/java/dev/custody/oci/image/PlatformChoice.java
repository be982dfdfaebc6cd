package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Instance;
import dev.custody.oci.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the manifest of an index as containers/image does for a platform
 * (internal/pkg/platform/platform_matcher.go, internal/manifest/oci_index.go). Newer versions
 * prefer an instance with zstd layers; in older ones, and in docker's lists, the first one wins.
 */
public final class PlatformChoice {
  /** An instance with this annotation, {@code "true"}, has zstd layers. */
  static final String ZSTD = "io.github.containers.compression.zstd";

  /**
   * The variants of an architecture, from the most to the least capable; an older one runs on a
   * newer processor.
   */
  private static final Map<String, List<String>> VARIANTS =
      Map.of("arm", List.of("v8", "v7", "v6", "v5"), "arm64", List.of("v8"));

  private static final Platform SHOWN = new Platform("linux", "amd64", null);

  private PlatformChoice() {}

  /**
   * Returns the manifest to show of an index, the same on every machine: the choice for linux/amd64
   * among the manifests that are whole, else the first of them; if none is whole, the same among
   * all. Attestations are never shown.
   *
   * @return null if the index has nothing but attestations
   */
  static @Nullable Descriptor shown(List<Instance> instances, boolean dockerList) {
    List<Descriptor> whole = images(instances, true);
    List<Descriptor> candidates = whole.isEmpty() ? images(instances, false) : whole;
    Descriptor chosen = choose(candidates, SHOWN, dockerList, false);
    return chosen != null || candidates.isEmpty() ? chosen : candidates.getFirst();
  }

  private static List<Descriptor> images(List<Instance> instances, boolean whole) {
    return instances.stream()
        .filter(instance -> !whole || instance.missing() == 0)
        .map(Instance::manifest)
        .filter(manifest -> !DescriptorKind.isAttestation(manifest))
        .toList();
  }

  /**
   * Returns the manifests that a push for the platform of one manifest may publish, by some version
   * of containers/image or with some way to name the platform: the manifest alone if its digest
   * decides, others if they are taken instead, none if no push chooses it.
   *
   * @param dockerList whether the index is a docker manifest list
   */
  public static List<Descriptor> pushed(
      List<Descriptor> manifests, Descriptor asked, boolean dockerList) {
    Set<Descriptor> taken = new LinkedHashSet<>();
    for (Platform wanted : requests(manifests, asked.platform())) {
      for (boolean newest : new boolean[] {false, true}) {
        Descriptor chosen = choose(manifests, wanted, dockerList, newest && !dockerList);
        if (chosen != null) {
          taken.add(chosen.digest().equals(asked.digest()) ? asked : chosen);
        }
      }
    }
    return List.copyOf(taken);
  }

  /**
   * Returns the ways in which a push asks for a platform: on such a machine, or by --override-arch
   * and --override-variant.
   *
   * @param platform null: the manifest is taken wherever no other fits, so every platform asks
   */
  private static List<Platform> requests(List<Descriptor> manifests, @Nullable Platform platform) {
    if (platform == null) {
      List<Platform> all = new ArrayList<>(List.of(new Platform("", "", null)));
      manifests.stream()
          .filter(manifest -> !DescriptorKind.isAttestation(manifest))
          .map(Descriptor::platform)
          .filter(Objects::nonNull)
          .forEach(all::add);
      return all;
    }
    if (platform.os().isEmpty() || platform.architecture().isEmpty()) {
      // No machine has none, and an empty --override-arch is no override.
      return List.of();
    }
    // Machines tell their variant where it has a place in the order; elsewhere nobody asks for one
    // unless told to.
    List<String> known = VARIANTS.getOrDefault(platform.architecture(), List.of());
    Set<@Nullable String> variants = new LinkedHashSet<>();
    variants.add(platform.variant());
    if (platform.variant() == null) {
      variants.addAll(known);
    } else if (known.size() < 2) {
      variants.add(null);
    }
    List<Platform> requests = new ArrayList<>();
    for (@Nullable String variant : variants) {
      requests.add(new Platform(platform.os(), platform.architecture(), variant));
    }
    return requests;
  }

  /**
   * The entry taken, or null if none runs there.
   *
   * @param dockerList a docker manifest list, where an entry without platform is never taken
   * @param preferZstd as newer versions do
   */
  static @Nullable Descriptor choose(
      List<Descriptor> manifests, Platform wanted, boolean dockerList, boolean preferZstd) {
    for (@Nullable String variant : acceptable(wanted)) {
      Descriptor found =
          first(
              manifests.stream().filter(m -> fits(m.platform(), wanted, variant)).toList(),
              preferZstd);
      if (found != null) {
        return found;
      }
    }
    return dockerList
        ? null
        : first(manifests.stream().filter(m -> m.platform() == null).toList(), preferZstd);
  }

  private static boolean fits(
      @Nullable Platform platform, Platform wanted, @Nullable String variant) {
    return platform != null
        && platform.os().equals(wanted.os())
        && platform.architecture().equals(wanted.architecture())
        && Objects.equals(platform.variant(), variant);
  }

  private static @Nullable Descriptor first(List<Descriptor> manifests, boolean preferZstd) {
    for (Descriptor manifest : manifests) {
      if (!preferZstd || isZstd(manifest)) {
        return manifest;
      }
    }
    return manifests.isEmpty() ? null : manifests.getFirst();
  }

  /** Returns the variants in order of preference; null is "none stated". */
  private static List<@Nullable String> acceptable(Platform wanted) {
    List<String> order = VARIANTS.getOrDefault(wanted.architecture(), List.of());
    List<@Nullable String> variants = new ArrayList<>();
    if (wanted.variant() == null) {
      variants.add(null);
      variants.addAll(order);
      return variants;
    }
    int at = order.indexOf(wanted.variant());
    variants.addAll(at < 0 ? List.of(wanted.variant()) : order.subList(at, order.size()));
    variants.add(null);
    return variants;
  }

  /** Whether the index marks a manifest as one with zstd layers. */
  static boolean isZstd(Descriptor manifest) {
    return "true".equals(manifest.annotations().get(ZSTD));
  }
}
