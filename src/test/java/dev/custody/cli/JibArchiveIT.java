package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** jib as a maker: its archive of our own image, against skopeo. */
class JibArchiveIT {
  private static final Path IMAGE = Path.of("target/custody-image.tar");

  @Test
  void hasTheDigestThatSkopeoPrintsAndIsSoundToTheLayers() {
    Peers.require("skopeo", "jq");
    Program.Result result =
        Program.plain().run("inspect", "--depth", "layers", "--format", "json", IMAGE);
    assertEquals(0, result.code(), result.toString());
    JsonNode found = RecordJson.mapper().readTree(result.out());
    assertEquals(
        Program.shell("skopeo inspect oci-archive:\"$1\" | jq -r .Digest", IMAGE),
        found.path("digest").stringValue());
    assertTrue(found.path("problems").isEmpty(), result.toString());
  }
}
