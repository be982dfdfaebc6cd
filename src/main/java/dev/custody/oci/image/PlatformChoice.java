package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which manifest of an index containers/image takes for a platform
 * (internal/pkg/platform/platform_matcher.go, internal/manifest/oci_index.go).
 */
public final class PlatformChoice {
  /** An instance with this annotation, {@code "true"}, has zstd layers. */
  static final String ZSTD = "io.github.containers.compression.zstd";

  /** From most to least capable; an older one runs on a newer processor. */
  private static final Map<String, List<String>> VARIANTS =
      Map.of("arm", List.of("v8", "v7", "v6", "v5"), "arm64", List.of("v8"));

  private PlatformChoice() {}

  /** Linux on this processor; images run there, whatever the machine that looks at them runs. */
  public static Platform current(String javaArchitecture) {
    return switch (javaArchitecture) {
      case "amd64", "x86_64" -> new Platform("linux", "amd64", null);
      case "aarch64" -> new Platform("linux", "arm64", "v8");
      case "arm" -> new Platform("linux", "arm", "v7");
      default -> new Platform("linux", javaArchitecture, null);
    };
  }

  /**
   * The entry taken, or null if none runs there.
   *
   * @param dockerList a docker manifest list, where an entry without platform is never taken
   */
  public static @Nullable Descriptor choose(
      List<Descriptor> manifests, Platform wanted, boolean dockerList) {
    for (@Nullable String variant : acceptable(wanted)) {
      for (Descriptor manifest : manifests) {
        Platform platform = manifest.platform();
        if (platform != null
            && platform.os().equals(wanted.os())
            && platform.architecture().equals(wanted.architecture())
            && Objects.equals(platform.variant(), variant)) {
          return manifest;
        }
      }
    }
    return manifests.stream()
        .filter(manifest -> manifest.platform() == null && !dockerList)
        .findFirst()
        .orElse(null);
  }

  /** Variants in order of preference; null is "none stated". */
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
}
