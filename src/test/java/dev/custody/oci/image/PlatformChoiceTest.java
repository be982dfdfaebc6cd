package dev.custody.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Layouts;
import dev.custody.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformChoiceTest {
  /** Platforms are listed with spaces between; {@code none} is an entry without one. */
  @ParameterizedTest
  @CsvSource({
    "amd64, linux/arm64 linux/amd64 linux/amd64, false, 1",
    "amd64, linux/amd64/v2, false, ",
    "amd64, windows/amd64, false, ",
    "amd64, linux/arm64 none, false, 1",
    "amd64, linux/arm64 none, true, ",
    "amd64, none linux/amd64, false, 1",
    "aarch64, linux/arm64, false, 0",
    "aarch64, linux/arm64 linux/arm64/v8, false, 1",
    "arm, linux/arm/v5 linux/arm/v6, false, 1",
    "arm, linux/arm/v8, false, ",
    "arm, linux/arm linux/arm/v7, false, 1",
  })
  void takesWhatContainersImageTakes(
      String machine, String platforms, boolean dockerList, @Nullable Integer taken) {
    List<Descriptor> manifests = new ArrayList<>();
    for (String platform : Splitter.on(' ').split(platforms)) {
      manifests.add(manifest(platform, manifests.size()));
    }
    Descriptor chosen =
        PlatformChoice.choose(manifests, PlatformChoice.current(machine), dockerList);
    assertEquals(taken, chosen == null ? null : (Integer) (int) chosen.size());
  }

  /** The position is kept in the size. */
  private static Descriptor manifest(String platform, int position) {
    List<String> parts = Splitter.on('/').splitToList(platform);
    return new Descriptor(
        MediaType.OCI_MANIFEST,
        Layouts.sha256(Layouts.bytes(platform)),
        position,
        parts.size() == 1
            ? null
            : new Platform(parts.get(0), parts.get(1), parts.size() > 2 ? parts.get(2) : null),
        Map.of());
  }
}
