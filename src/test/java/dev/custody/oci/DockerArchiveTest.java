package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** Archives as {@code docker save} and {@code skopeo copy docker-archive:} write them. */
class DockerArchiveTest extends ArchiveInMemory {
  private static final byte[] LAYER = Layouts.tar(Map.of("etc/a", Layouts.bytes("a")));

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final byte[] config =
      Layouts.bytes(
          "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\""
              + Layouts.sha256(LAYER)
              + "\"]}}");

  private String image(String tag) {
    String configName = Layouts.sha256(config).hex() + ".json";
    files.put(configName, config);
    files.put("abc/layer.tar", LAYER);
    return "{\"Config\":\""
        + configName
        + "\",\"RepoTags\":[\""
        + tag
        + "\"],\"Layers\":[\"abc/layer.tar\"]}";
  }

  private ArchiveEvidence inspect(String argument, Depth depth) {
    Layouts.write(archive, Layouts.tar(files));
    return ImageArchive.inspect(
        archive, InspectionRequest.of(ArchiveReference.parse(argument), depth));
  }

  @Test
  void hasNoDigestToKeep() {
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    ArchiveEvidence evidence = inspect("/work/image.tar", Depth.LAYERS);
    assertEquals(List.of(), evidence.checks().problems());
    assertTrue(evidence.sound());
    assertEquals(Format.DOCKER_ARCHIVE, evidence.file().format());
    assertNull(evidence.image().digest());
    assertEquals(
        Layouts.sha256(config),
        evidence.image().config() == null ? null : evidence.image().config().digest());
    assertEquals(List.of(Layouts.sha256(LAYER)), evidence.image().diffIds());
    assertEquals(List.of("busybox:1"), evidence.file().referenceNames());
    assertEquals(2, evidence.checks().blobsHashed());
    assertTrue(
        evidence
            .checks()
            .notes()
            .getFirst()
            .contains("each tool that pushes it creates a new one"));
  }

  @Test
  void selectsByNormalisedNameOrNumber() {
    files.put(
        "manifest.json",
        Layouts.bytes("[" + image("busybox:latest") + "," + image("quay.io/a/b:2") + "]"));
    for (String ref :
        List.of("busybox", "docker.io/library/busybox:latest", "quay.io/a/b:2", "@1")) {
      assertEquals(
          List.of(),
          inspect("docker-archive:/work/image.tar:" + ref, Depth.STRUCTURE).checks().problems());
    }
    String names = "\"busybox:latest\", \"quay.io/a/b:2\"";
    assertProblem(
        Kind.AMBIGUOUS_INDEX,
        "manifest.json",
        problem(""),
        "2 images",
        "--ref with one of " + names);
    assertProblem(
        Kind.REF_NOT_FOUND, "manifest.json", problem(":x"), "no image \"x\"", "it has " + names);
  }

  /** skopeo 1.9.3 was tried on each. */
  @Test
  void refusesTheNamesThatSkopeoRefuses() {
    files.put("manifest.json", Layouts.bytes("[" + image("h:5000/a") + "]"));
    assertEquals(Kind.REF_NOT_FOUND, problem(":h:5000/a").kind()); // it means h:5000/a:latest
    files.put("manifest.json", Layouts.bytes("[" + image("h:5000/a") + "," + image("B B") + "]"));
    assertProblem(
        Kind.UNSUPPORTED,
        "manifest.json",
        problem(":A:1"),
        "\"A:1\"",
        "docker-archive:/work/image.tar:@0 (h:5000/a) or docker-archive:/work/image.tar:@1 (B B).");
    assertEquals(Kind.UNSUPPORTED, problem(":a@" + Layouts.sha256(LAYER)).kind());
    assertProblem(
        Kind.UNSUPPORTED, "manifest.json", problem(":x"), "\"B B\"", "before it finds \"x\"");
    assertTrue(problem("").message().contains(":@1 (B B)"), "no name to give");
  }

  private Problem problem(String image) {
    return only(inspect("docker-archive:/work/image.tar" + image, Depth.STRUCTURE));
  }

  @Test
  void quotesThePathBeforeAPosition() {
    files.put("manifest.json", Layouts.bytes("[" + image("a:1") + "," + image("") + "]"));
    Path spaced = memory.getPath("/work/my image's.tar");
    Layouts.write(spaced, Layouts.tar(files));
    String message =
        ImageArchive.inspect(spaced, InspectionRequest.of(Depth.STRUCTURE))
            .checks()
            .problems()
            .getFirst()
            .message();
    assertTrue(
        message.contains("give 'docker-archive:/work/my image'\\''s.tar:@0' (a:1) or"), message);
  }

  @Test
  void changedLayerIsFoundByItsDiffId() {
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    byte[] changed = LAYER.clone();
    changed[512] ^= 1;
    files.put("abc/layer.tar", changed);
    assertEquals(List.of(), inspect("/work/image.tar", Depth.STRUCTURE).checks().problems());
    List<Problem> problems = inspect("/work/image.tar", Depth.CONTENT).checks().problems();
    assertEquals(List.of(Kind.DIFF_ID_MISMATCH), problems.stream().map(Problem::kind).toList());
  }

  @Test
  void changedConfigDoesNotHashToItsName() {
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    files.put(
        Layouts.sha256(config).hex() + ".json",
        Layouts.bytes(new String(config, StandardCharsets.UTF_8) + " "));
    List<Problem> problems = inspect("/work/image.tar", Depth.STRUCTURE).checks().problems();
    assertEquals(List.of(Kind.DIGEST_MISMATCH), problems.stream().map(Problem::kind).toList());
  }

  @Test
  void missingLayerIsNamed() {
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    files.remove("abc/layer.tar");
    assertProblem(Kind.BLOB_MISSING, "layer 1 (abc/layer.tar)", problem(""));
  }

  @Test
  void oneThatIsAnOciArchiveTooIsReadAsThat() {
    Layouts oci = Layouts.oneImage();
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    files.putAll(oci.files);
    assertEquals(oci.digest(0), inspect("/work/image.tar", Depth.STRUCTURE).image().digest());
    assertEquals(
        Format.DOCKER_ARCHIVE,
        inspect("docker-archive:/work/image.tar", Depth.STRUCTURE).file().format());
  }

  @Test
  void isNoOciArchive() {
    files.put("manifest.json", Layouts.bytes("[" + image("busybox:1") + "]"));
    assertProblem(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar",
        only(inspect("oci-archive:/work/image.tar", Depth.STRUCTURE)),
        "write docker-archive:/work/image.tar");
  }

  /** As docker save stores a layer that comes twice; some tools use a hard link. */
  @Test
  void aLayerThatOthersLinkToIsReadOnce() throws IOException {
    Digest diffId = Layouts.sha256(LAYER);
    byte[] config =
        Layouts.bytes(
            "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"%s\",\"%s\",\"%s\"]}}"
                .formatted(diffId, diffId, diffId));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      Layouts.put(tar, new TarArchiveEntry("a/layer.tar"), LAYER);
      link(tar, "b/layer.tar", TarArchiveEntry.LF_SYMLINK, "../a/layer.tar");
      link(tar, "c/layer.tar", TarArchiveEntry.LF_LINK, "a/layer.tar");
      Layouts.put(tar, new TarArchiveEntry("config.json"), config);
      Layouts.put(
          tar,
          new TarArchiveEntry("manifest.json"),
          Layouts.bytes(
              "[{\"Config\":\"config.json\",\"RepoTags\":[],\"Layers\":[\"a/layer.tar\",\"b/layer.tar\","
                  + "\"c/layer.tar\"]}]"));
    }
    byte[] plain = bytes.toByteArray();
    for (byte[] packed : List.of(plain, Layouts.gzip(plain), Zstd.compress(plain))) {
      Layouts.write(archive, packed);
      for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
        ArchiveEvidence evidence = ImageArchive.inspect(archive, InspectionRequest.of(depth));
        assertEquals(List.of(), evidence.checks().problems());
        assertEquals(3, evidence.image().layers().size());
        assertTrue(
            evidence.checks().notes().stream().noneMatch(note -> note.contains("symbolic link")),
            "the first file of a diffID is read, and that is none");
        assertEquals(LAYER.length + config.length, evidence.checks().bytesHashed());
        assertEquals(
            depth == Depth.LAYERS ? Long.valueOf(3) : null, evidence.checks().layersCompared());
      }
    }
  }

  private static void link(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry link = new TarArchiveEntry(name, type);
    link.setLinkName(target);
    tar.putArchiveEntry(link);
    tar.closeArchiveEntry();
  }
}
