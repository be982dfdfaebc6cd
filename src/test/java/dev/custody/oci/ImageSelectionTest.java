package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which image of index.json is taken, and what is refused or only odd about it. */
class ImageSelectionTest extends ArchiveInMemory {
  @Test
  void indexWithoutImages() {
    assertProblem(
        Kind.AMBIGUOUS_INDEX,
        "index.json",
        only(inspect(Layouts.oneImage().index("{\"manifests\":[]}"))),
        "names no image");
  }

  @Test
  void twoImagesAndNoReference() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "one").entry(images.image("s390x"), "two").index();
    assertProblem(
        Kind.AMBIGUOUS_INDEX,
        "index.json",
        only(inspect(images)),
        "more than one image",
        "@0 \"one\" (an image), @1 \"two\" (an image)");
  }

  @Test
  void unknownReference() {
    Layouts images = Layouts.oneImage();
    images.store(archive);
    assertProblem(
        Kind.REF_NOT_FOUND,
        "index.json",
        only(named("x")),
        "\"x\"",
        "the 1 entry of index.json is @0 \"latest\" (an image)");
  }

  @Test
  void unsupportedMediaType() {
    Layouts image = new Layouts();
    image.image("amd64");
    image.entry(image.descriptor("application/json", Layouts.bytes("{}")), "latest").index();
    assertProblem(
        Kind.UNSUPPORTED,
        "manifest " + image.digest(0),
        only(inspect(image)),
        "media type application/json");
    assertProblem(
        Kind.UNSUPPORTED,
        "index.json",
        only(named("latest")),
        "reference \"latest\"",
        "application/json");
  }

  /** As oras push writes them: no config of their own, the type is that of images. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", ""})
  void anEmptyConfigIsAnArtifacts(String text) {
    Layouts artifact = new Layouts();
    String config =
        artifact.descriptor("application/vnd.oci.image.config.v1+json", Layouts.bytes(text));
    String layer = artifact.layer("application/vnd.oci.image.layer.v1.tar", Layouts.bytes("hello"));
    artifact.entry(artifact.manifest(config, List.of(layer)), "latest").index();
    ArchiveEvidence evidence = inspect(artifact);
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(
        List.of(
            "an artifact, not an image: its config does not describe an image; its digest decides"),
        evidence.checks().notes());
  }

  @Test
  void artifactsNeedOnlyADigestAndBlobs() {
    Layouts artifact = new Layouts();
    String config = artifact.descriptor("application/vnd.oci.empty.v1+json", Layouts.bytes("{}"));
    String layer = artifact.layer("text/plain", Layouts.bytes("hello"));
    artifact.entry(artifact.manifest(config, List.of(layer)), "latest").index();
    ArchiveEvidence evidence = inspect(artifact);
    assertEquals(List.of(), evidence.checks().problems());
    assertTrue(evidence.sound());
    assertTrue(evidence.checks().notes().getFirst().startsWith("an artifact, not an image: "));
  }

  /** The verdict never depends on the machine that looks. */
  @Test
  void platformsOfOtherMachinesAreRead() {
    Layouts images = new Layouts();
    String other = Layouts.platform(images.image("z80"), "z80");
    images.entry(images.nested(other), "multi").index();
    ArchiveEvidence evidence = inspect(images);
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(images.digest(0), evidence.image().digest());
    assertEquals(new Platform("linux", "z80", null), evidence.image().platform());
  }

  @Test
  void indexInsideAnIndexInsideAnIndex() {
    Layouts images = new Layouts();
    images.entry(images.nested(images.nested(images.image("amd64"))), "deep").index();
    assertProblem(
        Kind.UNSUPPORTED, "manifest sha256:", only(inspect(images)), "an index inside an index");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"manifests\":[] | AMBIGUOUS_ARCHIVE",
        "\"Manifests\":[] | AMBIGUOUS_ARCHIVE",
        "\"fsLayers\":{} | AMBIGUOUS_ARCHIVE",
        "\"history\":5 | AMBIGUOUS_ARCHIVE",
        "\"manifests\":null |",
        "\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\" |"
            + " AMBIGUOUS_ARCHIVE",
        "\"layers\":[] | AMBIGUOUS_ARCHIVE",
        "\"annotations\":{\"a\":1} | MALFORMED",
        "\"annotations\":[] | MALFORMED",
        "\"subject\":\"x\" | MALFORMED",
        "\"artifactType\":\"x\" |",
        "\"x\":1,\"x\":2 |"
      })
  void manifestWithAnotherField(String field, @Nullable Kind kind) {
    Layouts image = new Layouts();
    String config = image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}"));
    byte[] manifest =
        Layouts.bytes(
            "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[]," + field + "}");
    image.entry(image.descriptor(MediaType.OCI_MANIFEST, manifest), "latest").index();
    List<Problem> problems = inspect(image).checks().problems();
    assertEquals(
        kind == null ? List.of() : List.of(kind), problems.stream().map(Problem::kind).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'', OCI_LAYER, MALFORMED",
    "DOCKER, OCI_LAYER, MALFORMED",
    "DOCKER, DOCKER_LAYER, ",
  })
  void dockerManifest(String own, String layerType, @Nullable Kind kind) {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    String layer =
        image.layer(
            layerType.equals("OCI_LAYER") ? Layouts.TAR_LAYER : MediaType.DOCKER_LAYER, tar);
    String config =
        image.descriptor(
            MediaType.DOCKER_CONFIG,
            Layouts.bytes("{\"rootfs\":{\"diff_ids\":[\"" + Layouts.sha256(tar) + "\"]}}"));
    byte[] manifest =
        Layouts.bytes(
            "{\"schemaVersion\":2,"
                + (own.isEmpty() ? "" : "\"mediaType\":\"" + MediaType.DOCKER_MANIFEST + "\",")
                + "\"config\":"
                + config
                + ",\"layers\":["
                + layer
                + "]}");
    image.entry(image.descriptor(MediaType.DOCKER_MANIFEST, manifest), "latest").index();
    List<Problem> problems = inspect(image).checks().problems();
    assertEquals(
        kind == null ? List.of() : List.of(kind), problems.stream().map(Problem::kind).toList());
  }

  @Test
  void twoImagesOfOneNameAreAmbiguous() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "one").entry(images.image("arm64"), "one").index();
    images.store(archive);
    assertProblem(
        Kind.AMBIGUOUS_ARCHIVE, "index.json", only(named("one")), images.digest(1).toString());
    assertEquals(images.digest(1), named("@1").image().digest());
  }

  @Test
  void oneImageTwiceUnderOneNameIsOneImage() {
    Layouts images = new Layouts();
    String image = images.image("amd64");
    images.entry(image, "one").entry(image, "one").index().store(archive);
    assertEquals(List.of(), named("one").checks().problems());
  }

  @Test
  void namesThatSkopeoRefusesAreChosenByPosition() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "my__app:1").index().store(archive);
    assertProblem(Kind.UNSUPPORTED, "index.json", only(named("my__app:1")), "--ref @0");
    assertEquals(images.digest(0), named("@0").image().digest());
  }

  private ArchiveEvidence named(String ref) {
    return ImageArchive.inspect(
        archive,
        InspectionRequest.of(
            ArchiveReference.parse("oci-archive:/work/image.tar:" + ref), Depth.STRUCTURE));
  }
}
