package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code pin-images} sets the one place that names the images, and may be run again. */
class PinImagesIT {
  @Test
  void setsBothImagesByDigest(@TempDir Path folder) throws IOException, InterruptedException {
    Peers.require("skopeo", "umoci", "docker-registry");
    Registry registry = Registry.open(folder);
    try {
      Program.shell(
          """
          cp -a "$3" "$1/tasks"; cd "$1"; umoci init --layout l
          for name in custody skopeo; do
            umoci new --image "l:$name"
            skopeo copy -q --dest-tls-verify=false "oci:l:$name" "docker://$2/$name:1"
          done
          """,
          folder,
          registry.address(),
          Resource.ROOT.toAbsolutePath());
      String untouched = text(folder);
      for (int run = 0; run < 2; run++) {
        Program.shell(
            "\"$1/tasks/pin-images\" \"$2/custody:1\" \"$2/skopeo:1\"",
            Map.of("SKOPEO_OPTIONS", "--tls-verify=false"),
            folder,
            registry.address());
      }
      JsonNode images = Resource.parse(folder, text(folder)).tree().path("images");
      for (JsonNode image : images.values()) {
        String name = Resource.text(image, "name").contains("skopeo") ? "skopeo" : "custody";
        assertEquals(registry.address() + "/" + name, Resource.text(image, "newName"));
        assertEquals(registry.digest(name + ":1").orElseThrow(), Resource.text(image, "digest"));
      }
      assertEquals(2, images.size());
      assertTrue(text(folder).startsWith(untouched.substring(0, untouched.indexOf("images:\n"))));
    } finally {
      registry.stop();
    }
  }

  /** A tag that is not there leaves the file as it was. */
  @Test
  void changesNothingWhenAnImageIsMissing(@TempDir Path folder)
      throws IOException, InterruptedException {
    Peers.require("skopeo", "docker-registry");
    Registry registry = Registry.open(folder);
    try {
      Program.shell("cp -a \"$2\" \"$1/tasks\"", folder, Resource.ROOT.toAbsolutePath());
      String before = text(folder);
      Program.Result result =
          Program.run(
              List.of(
                  folder.resolve("tasks/pin-images").toString(),
                  registry.address() + "/none:1",
                  registry.address() + "/none:1"),
              Map.of("SKOPEO_OPTIONS", "--tls-verify=false"));
      assertTrue(result.code() != 0, result::toString);
      assertEquals(before, text(folder));
    } finally {
      registry.stop();
    }
  }

  /** The port of a registry is no tag, and a digest is no name. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost:5000/name", "name", "r/name@sha256:0", "r/name:", "r/:1"})
  void refusesNamesWithoutATag(String name, @TempDir Path folder) {
    Program.shell("cp -a \"$2\" \"$1/tasks\"", folder, Resource.ROOT.toAbsolutePath());
    String before = text(folder);
    Program.Result result =
        Program.run(
            List.of(folder.resolve("tasks/pin-images").toString(), "r/custody:1", name), Map.of());
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("NAME:TAG"), result::toString);
    assertEquals(before, text(folder));
  }

  private static String text(Path folder) {
    return Program.shell("cat \"$1/tasks/kustomization.yaml\"", folder) + "\n";
  }
}
