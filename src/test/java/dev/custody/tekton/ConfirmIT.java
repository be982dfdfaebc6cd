package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What really happens to images between an archive and a registry, made by skopeo. */
class ConfirmIT {
  @TempDir static Path folder;
  private static Registry registry;

  /** The image {@code built} as an archive, its record, and what a registry may make of it. */
  @BeforeAll
  static void push() throws IOException, InterruptedException {
    Peers.requireRoot();
    Peers.require("skopeo", "umoci", "docker-registry", "python3");
    Peers.requireFile(Program.LAUNCHER, "mvn package");
    registry = Registry.open(folder);
    Program.shell(
        """
        cd "$1"; umoci init --layout l
        for name in built other; do
          umoci new --image "l:$name"; mkdir "$name"; head -c 100000 /dev/urandom > "$name/data"
          umoci insert --image "l:$name" "$name" /data
        done
        copy() { skopeo copy -q --all --dest-tls-verify=false "$@"; }
        copy oci:l:built oci-archive:built.tar
        # First, since skopeo takes a compressed layer that the registry has instead of its own; by
        # zstd, since umoci and skopeo share a gzip writer and give the same bytes.
        copy --dest-decompress oci:l:built dir:plain
        copy --format oci --dest-compress-format zstd dir:plain "docker://$2/test:recompressed"
        copy --preserve-digests oci:l:built "docker://$2/test:same"
        copy --format v2s2 oci:l:built "docker://$2/test:converted"
        copy oci:l:other "docker://$2/test:other"
        cat > nest.py <<'END'
        import hashlib, json
        index = json.load(open('l/index.json'))
        image = [m for m in index['manifests']
            if m['annotations']['org.opencontainers.image.ref.name'] == 'built'][0]
        image.pop('annotations')
        image['platform'] = {'architecture': 'amd64', 'os': 'linux'}
        inner = json.dumps({'schemaVersion': 2, 'manifests': [image],
            'mediaType': 'application/vnd.oci.image.index.v1+json'}).encode()
        name = hashlib.sha256(inner).hexdigest()
        open('l/blobs/sha256/' + name, 'wb').write(inner)
        index['manifests'] = [{'mediaType': 'application/vnd.oci.image.index.v1+json',
            'digest': 'sha256:' + name, 'size': len(inner)}]
        json.dump(index, open('l/index.json', 'w'))
        END
        python3 nest.py; tar -C l -cf nested.tar .
        copy oci-archive:nested.tar "docker://$2/test:nested"
        """,
        folder,
        registry.address());
    for (String archive : List.of("built", "nested")) {
      Program.Result recorded =
          Program.plain()
              .run(
                  "record",
                  "--output",
                  folder.resolve(archive + ".json"),
                  "--compact-file",
                  folder.resolve(archive + ".compact"),
                  folder.resolve(archive + ".tar"));
      assertEquals(0, recorded.code(), recorded::toString);
    }
  }

  @AfterAll
  static void tidyUp() throws InterruptedException {
    if (registry != null) {
      registry.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "built, same, 0, NONE, NONE",
    "built, converted, 1, CONVERTED, OTHER_FORM",
    "built, recompressed, 1, RECOMPRESSED, OTHER_FORM",
    "built, nested, 1, PLATFORM_OF_INDEX, PLATFORM_OF_INDEX",
    "built, other, 1, ANOTHER_IMAGE, ANOTHER_IMAGE",
    "nested, nested, 0, NONE, NONE",
    "nested, same, 1, PLATFORM_OF_INDEX, OTHER_FORM",
    "nested, other, 1, ANOTHER_IMAGE, ANOTHER_IMAGE",
  })
  void saysInWhichWayTheyDiffer(
      String archive, String tag, int code, String byRecord, String byCompactRecord)
      throws IOException {
    Path manifest = folder.resolve("manifest");
    Program.shell(
        "skopeo inspect --raw --tls-verify=false \"docker://$1/test:$2\" > \"$3\"",
        registry.address(),
        tag,
        manifest);
    String compact = Files.readString(folder.resolve(archive + ".compact"));

    confirm(code, byRecord, "--recorded", folder.resolve(archive + ".json").toString(), manifest);
    confirm(code, byCompactRecord, "--recorded-compact", compact, manifest);
  }

  private static void confirm(int code, String cause, String option, String recorded, Path manifest)
      throws IOException {
    Path file = folder.resolve("cause");
    Program.Result result =
        Program.plain().run("confirm", option, recorded, "--cause-file", file, manifest);
    assertEquals(code, result.code(), result::toString);
    assertEquals(cause, Files.readString(file), result::toString);
  }
}
