package dev.custody.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What command lines tell of archives, and that nothing else of them is kept. */
class ToolCommandTest {
  private static List<String> kept(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(ToolCommand.kept(word, words.isEmpty() ? "" : words.getLast()));
    }
    return words;
  }

  @ParameterizedTest
  @CsvSource({
    "skopeo copy --all docker://r/a:1 oci-archive:/w/image.tar:name,/w/image.tar",
    "/tekton/bin/entrypoint -timeout 5m -entrypoint skopeo -- copy oci:l:1 docker-archive:x.tar,"
        + "x.tar",
    "buildah push --tls-verify=false img oci-archive:/w/image.tar,/w/image.tar",
    "podman save --format oci-archive -o /w/image.tar img,/w/image.tar",
    "docker save --output=/w/image.tar img,/w/image.tar",
    "/kaniko/executor --no-push --tar-path=/w/image.tar --context dir:///src,/w/image.tar",
  })
  void exportsNameTheirArchive(String line, String path) {
    assertEquals(new ToolCommand(true, path), ToolCommand.of(kept(line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skopeo copy oci-archive:/w/image.tar docker://r/a:1",
        "skopeo inspect oci-archive:/w/image.tar",
        "buildah push oci-archive:/w/image.tar docker://r/a:1",
        "custody verify --recorded r.json /w/image.tar",
        "-entrypoint /opt/custody/runtime/bin/java -- @/opt/custody/lib/entrypoint verify /w/a.tar",
      })
  void readersAreKnown(String line) {
    assertEquals(new ToolCommand(false, null), ToolCommand.of(kept(line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh -euc script push oci-archive:/w/image.tar",
        "-entrypoint /tekton/scripts/script-0-k9nj4 --",
        "skopeo copy oci-archive:/w/image.tar",
        "sleep 3600",
      })
  void whatAScriptDoesIsNotKnown(String line) {
    assertNull(ToolCommand.of(kept(line)));
  }

  @Test
  void onlyTracedExportsCountInALog() {
    assertEquals(
        new ToolCommand(true, "/tmp/new.tar"),
        ToolCommand.traced("+ skopeo copy 'oci:l:latest' 'oci-archive:/tmp/new.tar'"));
    assertNull(ToolCommand.traced("+ skopeo copy oci-archive:/w/image.tar docker://r/a:1"));
    assertNull(ToolCommand.traced("skopeo copy oci:l:latest oci-archive:/tmp/new.tar"));
  }

  @Test
  void nothingElseIsKept() {
    assertEquals(
        List.of("skopeo", "copy", "", "docker://", "", "oci-archive:/w/a.tar"),
        kept(
            "skopeo copy --creds=me:hunter2 docker://me:hunter2@r/a hunter2 oci-archive:/w/a.tar"));
  }
}
