package dev.custody.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Layouts;
import dev.custody.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformChoiceTest {
  /** Platforms are listed with spaces between; {@code none} is an entry without one. */
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/arm64 linux/amd64 linux/amd64, false, 1",
    "linux/amd64, linux/amd64/v2, false, ",
    "linux/amd64, windows/amd64, false, ",
    "linux/amd64, linux/arm64 none, false, 1",
    "linux/amd64, linux/arm64 none, true, ",
    "linux/amd64, none linux/amd64, false, 1",
    "linux/arm64/v8, linux/arm64, false, 0",
    "linux/arm64/v8, linux/arm64 linux/arm64/v8, false, 1",
    "linux/arm/v7, linux/arm/v5 linux/arm/v6, false, 1",
    "linux/arm/v7, linux/arm/v8, false, ",
    "linux/arm/v7, linux/arm linux/arm/v7, false, 1",
  })
  void takesWhatContainersImageTakes(
      String wanted, String platforms, boolean dockerList, @Nullable Integer taken) {
    List<Descriptor> manifests = new ArrayList<>();
    for (String platform : Splitter.on(' ').split(platforms)) {
      manifests.add(manifest(platform, manifests.size()));
    }
    Descriptor chosen = PlatformChoice.choose(manifests, platform(wanted), dockerList, false);
    assertEquals(taken, chosen == null ? null : (Integer) (int) chosen.size());
  }

  /** The position is kept in the size. */
  private static Descriptor manifest(String platform, int position) {
    String bare = platform.replace("+zstd", "");
    return new Descriptor(
        MediaType.OCI_MANIFEST,
        Layouts.sha256(Layouts.bytes(platform + position)),
        position,
        bare.equals("none") ? null : platform(bare),
        bare.equals(platform) ? Map.of() : Map.of(PlatformChoice.ZSTD, "true"));
  }

  private static Platform platform(String text) {
    List<String> parts = Splitter.on('/').splitToList(text);
    return new Platform(parts.get(0), parts.get(1), parts.size() > 2 ? parts.get(2) : null);
  }

  /** What a push may publish instead of the entry at a position; none if it decides. */
  @ParameterizedTest
  @CsvSource({
    "0, linux/amd64 linux/arm64, false, ''",
    "1, linux/amd64 linux/arm64, false, ''",
    "0, linux/amd64 linux/amd64+zstd, false, 1",
    "1, linux/amd64 linux/amd64+zstd, false, 0",
    "0, linux/amd64 linux/amd64+zstd, true, ''",
    "1, linux/amd64 linux/amd64, false, 0",
    "0, linux/amd64 linux/amd64, false, ''",
    "0, linux/arm64 linux/arm64/v8, false, 1",
    "1, linux/arm64 linux/arm64/v8, false, 0",
    "0, linux/arm/v6 linux/arm/v7, false, ''",
    "1, linux/arm/v6 linux/arm/v7, false, ''",
    "0, linux/arm linux/arm/v7, false, 1",
    "0, linux/amd64/v2 linux/amd64, false, 1",
    "1, linux/amd64/v2 linux/amd64, false, ''",
    "0, linux/amd64/v2 linux/arm64, false, ''",
    "0, none linux/arm64, false, 1",
    "1, none linux/arm64, false, ''",
    "0, none unknown/unknown, false, ''",
    "0, none none, false, ''",
    "1, none none, false, 0",
    "0, none none+zstd, false, 1",
  })
  void saysWhatAPushMayTakeInstead(
      int asked, String platforms, boolean dockerList, String instead) {
    List<Descriptor> manifests = new ArrayList<>();
    for (String platform : Splitter.on(' ').split(platforms)) {
      manifests.add(manifest(platform, manifests.size()));
    }
    Descriptor one = manifests.get(asked);
    String rivals =
        PlatformChoice.pushed(manifests, one, dockerList).stream()
            .filter(taken -> !taken.equals(one))
            .map(rival -> Long.toString(rival.size()))
            .collect(Collectors.joining(" "));
    assertEquals(instead, rivals);
  }

  @Test
  void noPushTakesAnEntryOfADockerListWithoutPlatform() {
    Descriptor one = manifest("none", 0);
    assertEquals(List.of(), PlatformChoice.pushed(List.of(one), one, true));
    assertEquals(List.of(one), PlatformChoice.pushed(List.of(one), one, false));
  }

  /** An empty --override-arch is none: skopeo asks for the machine's own. */
  @ParameterizedTest
  @ValueSource(strings = {"linux/", "/arm64", "/"})
  void noPushAsksForAPlatformWithoutOsOrArchitecture(String platform) {
    Descriptor one = manifest(platform, 1);
    List<Descriptor> manifests = List.of(manifest("linux/amd64", 0), one);
    assertEquals(List.of(), PlatformChoice.pushed(manifests, one, false));
  }
}
