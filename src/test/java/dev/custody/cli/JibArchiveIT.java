package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** jib writes no entries for directories, so the build does (DirectoryEntries). */
  @Test
  void isPushedBySkopeoOfAnyUser(@TempDir Path directory) {
    Peers.require("skopeo", "setpriv");
    Peers.requireRoot();
    Program.shell(
        """
        chmod 0777 "$2"; cp "$1" "$2/image.tar"; chmod 0644 "$2/image.tar"; export HOME="$2" XDG_RUNTIME_DIR="$2"
        setpriv --reuid=1001 --regid=1001 --clear-groups skopeo --insecure-policy --tmpdir "$2" \
          copy --quiet --preserve-digests "oci-archive:$2/image.tar" "dir:$2/pushed"
        """,
        IMAGE,
        directory);
    String digest =
        Program.shell("sha256sum < \"$1\" | cut -c1-64", directory.resolve("pushed/manifest.json"));
    Program.Result result = Program.plain().run("verify", "--digest", "sha256:" + digest, IMAGE);
    assertEquals(0, result.code(), result.toString());
  }
}
