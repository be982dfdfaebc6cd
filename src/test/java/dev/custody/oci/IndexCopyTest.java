package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.tar.TarReaderTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code skopeo copy --all} makes of an index; each answer was asked of skopeo 1.9.3. */
class IndexCopyTest extends ArchiveInMemory {
  /** A map without a version, which Go follows: the content begins at the second byte. */
  private static final String SPARSE =
      "22 GNU.sparse.size=20\n26 GNU.sparse.numblocks=1\n22 GNU.sparse.map=1,9\n";

  private final Layouts layouts = new Layouts();
  private final String amd = Layouts.platform(layouts.plain("amd64"), "amd64");
  private final String arm = Layouts.platform(layouts.plain("arm64"), "arm64");

  private ArchiveEvidence indexOf(String type, String members, String second) {
    String index =
        "{\"schemaVersion\":2" + members + ",\"manifests\":[" + amd + "," + second + "]}";
    layouts.entry(layouts.descriptor(type, Layouts.bytes(index)), "v1").index();
    return inspect(layouts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"artifactType\":\"application/x\"' | manifests[1].artifactType",
        "'\"data\":\"e30=\"' | manifests[1].data",
        "'\"data\":\"\"' |",
        "'\"artifactType\":\"\"' |",
        "'\"urls\":[]' |",
        "'\"annotations\":{}' |",
        "'\"x\":5' |",
      })
  void aPartOfAManifestThatOlderVersionsDoNotCopy(String member, String rewritten) {
    ArchiveEvidence evidence = indexOf(MediaType.OCI_INDEX, "", Layouts.with(arm, member));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(dropped(rewritten), evidence.image().rewritten());
    assertEquals(
        rewritten != null,
        evidence.checks().notes().toString().contains("skopeo before 1.16 does not copy"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"artifactType\":\"application/x\"' | artifactType",
        "'\"subject\":{\"size\":2}' | subject",
        "'\"mediaType\":\"\"' | an empty mediaType",
        "'\"mediaType\":null' |",
        "'\"annotations\":{\"a\":\"b\"}' |",
      })
  void aPartOfTheIndexThatOlderVersionsDoNotCopy(String member, String rewritten) {
    assertEquals(
        dropped(rewritten), indexOf(MediaType.OCI_INDEX, "," + member, arm).image().rewritten());
  }

  @Test
  void aDockerListHasNoSuchParts() {
    String members = ",\"mediaType\":\"" + MediaType.DOCKER_LIST + "\",\"artifactType\":\"a/b\"";
    ArchiveEvidence evidence = indexOf(MediaType.DOCKER_LIST, members, arm);
    assertEquals(List.of(), evidence.checks().problems());
    assertNull(evidence.image().rewritten());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"mediaType\":\"\"", ",\"mediaType\":null"})
  void aDockerListWithoutMediaTypeGetsOne(String members) {
    Problem problem = only(indexOf(MediaType.DOCKER_LIST, members, arm));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(problem.message().contains("manifest list without a mediaType"), problem::message);
  }

  /** Read in containers/image (oci_index.go, addCompressionAnnotations); an OCI index only. */
  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.layer.v1.tar+zstd, false, 1",
    "application/vnd.oci.image.layer.v1.tar+zstd, true, 0",
    "application/vnd.oci.image.layer.v1.tar+gzip, false, 0"
  })
  void newerVersionsMarkZstd(String type, boolean marked, int notes) {
    String layer = layouts.layer(type, Layouts.bytes("layer"));
    String second = layouts.image("s390x", List.of(Layouts.bytes("layer")), List.of(layer));
    if (marked) {
      second =
          Layouts.with(
              second, "\"annotations\":{\"io.github.containers.compression.zstd\":\"true\"}");
    }
    layouts.entry(layouts.nested(Layouts.platform(second, "s390x")), "v1").index();
    ArchiveEvidence evidence = inspect(layouts);
    assertEquals(List.of(), evidence.checks().problems());
    String rewritten = evidence.image().rewritten();
    assertEquals(
        notes > 0,
        rewritten != null && rewritten.startsWith("zstd layers in manifests[0]"),
        () -> "rewritten: " + rewritten);
    assertEquals(
        notes,
        evidence.checks().notes().stream().filter(note -> note.contains("zstd layers")).count(),
        evidence.checks().notes()::toString);
  }

  /** Docker's list has features of a processor, an OCI index has them not. */
  @ParameterizedTest
  @CsvSource({"'\"x\"', 1", "5, 1", "'[5]', 1", "'[\"x\"]', 0", "null, 0"})
  void features(String value, int ofDocker) {
    String member = "\"features\":" + value + ",\"os\"";
    String second = arm.replace("\"os\"", member);
    String list = ",\"mediaType\":\"" + MediaType.DOCKER_LIST + "\"";
    assertEquals(ofDocker, indexOf(MediaType.DOCKER_LIST, list, second).checks().problems().size());
    layouts.entries.clear();
    assertEquals(List.of(), indexOf(MediaType.OCI_INDEX, "", second).checks().problems());
  }

  @Test
  void aManifestInAnIndexIsFoundBySha256Only() {
    Map.Entry<String, byte[]> blob =
        layouts.files.entrySet().stream()
            .filter(f -> arm.contains(hex(f.getKey())))
            .findFirst()
            .orElseThrow();
    String sha512 = Hashing.of("sha512", blob.getValue()).toString();
    layouts.files.put("blobs/" + sha512.replace(':', '/'), blob.getValue());
    ArchiveEvidence evidence =
        indexOf(MediaType.OCI_INDEX, "", arm.replace("sha256:" + hex(blob.getKey()), sha512));
    assertEquals(1, evidence.image().incomplete().size());
    assertTrue(
        evidence.checks().notes().toString().contains("out of an index only by its sha256"),
        evidence.checks().notes()::toString);
  }

  /** skopeo 1.9.3 copies no config and no layer that is named by another digest. */
  @ParameterizedTest
  @ValueSource(strings = {"config", "layer"})
  void aConfigOrLayerIsFoundBySha256Only(String which) {
    String config = layouts.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}"));
    String layer = layouts.layer(Layouts.TAR_LAYER, Layouts.bytes("layer"));
    byte[] content = Layouts.bytes(which.equals("config") ? "{}" : "layer");
    String sha512 = Hashing.of("sha512", content).toString();
    layouts.files.put("blobs/" + sha512.replace(':', '/'), content);
    String sha256 = Layouts.sha256(content).toString();
    layouts.entry(
        layouts.manifest(config.replace(sha256, sha512), List.of(layer.replace(sha256, sha512))),
        "v1");
    Problem problem = only(inspect(layouts.index()));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("is not named by its sha256"), problem::message);
  }

  private static @Nullable String dropped(@Nullable String part) {
    return part == null ? null : part + ", which skopeo before 1.16 does not copy";
  }

  private static String hex(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Go's encoding/json refuses them where it decodes into any, and only there. */
  @ParameterizedTest
  @CsvSource({"1e999, 1", "-1e309, 1", "1e308, 0", "1e-999, 0", "12345678901234567890, 0"})
  void aNumberThatFitsNoFloat64(String number, int refused) {
    String unknown = Layouts.with(arm, "\"x\":{\"y\":[" + number + "]}");
    assertEquals(refused, indexOf(MediaType.OCI_INDEX, "", unknown).checks().problems().size());
    layouts.entries.clear();
    ArchiveEvidence beside = indexOf(MediaType.OCI_INDEX, ",\"x\":" + number, arm);
    assertEquals(List.of(), beside.checks().problems());
  }

  private static void entry(ByteArrayOutputStream out, String name, char type, byte[] content) {
    out.writeBytes(TarReaderTest.header(name, type, Integer.toOctalString(content.length)));
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
  }

  /** The other platform is copied with --all too. */
  @Test
  void aSparseConfigOfAnotherPlatformMakesItIncomplete() {
    indexOf(MediaType.OCI_INDEX, "", arm);
    Map<String, byte[]> files = new LinkedHashMap<>(layouts.files);
    String config =
        files.keySet().stream()
            .filter(f ->
                new String(files.get(f), StandardCharsets.UTF_8)
                    .contains("\"architecture\":\"arm64\",\"os\":\"linux\",\"config\""))
            .findFirst()
            .orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      if (name.equals(config)) {
        entry(out, "x", 'x', Layouts.bytes(SPARSE));
      }
      entry(out, name, '0', content);
    });
    ArchiveEvidence evidence = inspect(out.toByteArray());
    assertEquals(1, evidence.image().incomplete().size(), evidence.checks()::toString);
    assertEquals(1, Objects.requireNonNull(evidence.image().instances()).get(1).missing());
  }
}
