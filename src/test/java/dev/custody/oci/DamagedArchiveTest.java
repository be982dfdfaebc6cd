package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.UnpackingLimits;
import dev.custody.oci.store.Blob;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReaderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be wrong with an archive, with the words for it. */
class DamagedArchiveTest {
  private static final String AGAIN =
      "Wait until its writer has finished, or export the image again.";

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path archive = memory.getPath("/work/image.tar");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private ArchiveEvidence inspect(byte[] content) {
    return inspect(content, Depth.STRUCTURE);
  }

  private ArchiveEvidence inspect(byte[] content, Depth depth) {
    return ImageArchive.inspect(Layouts.write(archive, content), ImageArchive.Request.of(depth));
  }

  private ArchiveEvidence inspect(Layouts layouts) {
    return inspect(layouts.tar());
  }

  private static Problem only(ArchiveEvidence evidence) {
    assertFalse(evidence.sound());
    assertEquals(1, evidence.checks().problems().size(), evidence.checks().problems()::toString);
    return evidence.checks().problems().getFirst();
  }

  private static void only(Kind kind, String message, ArchiveEvidence evidence) {
    Problem problem = only(evidence);
    assertEquals(message, problem.message());
    assertEquals(kind, problem.kind());
  }

  // The file

  @Test
  void noSuchFile() {
    ArchiveEvidence evidence =
        ImageArchive.inspect(archive, ImageArchive.Request.of(Depth.STRUCTURE));
    only(
        Kind.NO_SUCH_FILE,
        "/work/image.tar does not exist. Check the path and the workspace.",
        evidence);
    assertNull(evidence.file().stable());
  }

  @Test
  void permissionDenied() {
    Layouts.oneImage().store(archive);
    only(
        Kind.ACCESS_DENIED,
        "/work/image.tar cannot be opened: permission denied. `custody explain` says which"
            + " component of the path denies it and why.",
        ImageArchive.inspect(
            archive,
            ImageArchive.Request.of(Depth.STRUCTURE),
            path -> {
              throw new AccessDeniedException(path.toString());
            }));
  }

  @ParameterizedTest
  @EnumSource
  void inputOutputErrorSaysWhere(Depth depth) {
    Layouts image = Layouts.oneImage();
    int broken = image.tar().length - 1024 * 3;
    image.store(archive);
    Problem problem =
        ImageArchive.inspect(
                archive,
                ImageArchive.Request.of(depth),
                path -> new FakeBytes(RandomAccessBytes.open(path)).breakAt(broken))
            .checks()
            .problems()
            .getFirst();
    assertEquals(Kind.READ_ERROR, problem.kind());
    assertTrue(problem.place().contains("offset "), problem::place);
    assertTrue(problem.message().contains("Input/output error"), problem::message);
  }

  @Test
  void emptyFile() {
    only(
        Kind.EMPTY_FILE,
        "/work/image.tar is empty (0 bytes). Its writer failed or has not begun; look at the step"
            + " that exports it.",
        inspect(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void textIsNoArchive(int lines) {
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is not an image archive: it starts with text: error: no space left on"
            + " device. Give the tar that skopeo copy or buildah push wrote, or an image layout"
            + " directory.",
        inspect(Layouts.bytes("error: no space left on device          \n".repeat(lines))));
  }

  @Test
  void binaryIsNoArchive() {
    Problem problem = only(inspect(new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3, 0}));
    assertEquals(Kind.NOT_AN_ARCHIVE, problem.kind());
    byte[] elf = new byte[2000];
    Arrays.fill(elf, (byte) 0x7f);
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is not an image archive: it starts with bytes that are no tar header. Give"
            + " the tar that skopeo copy or buildah push wrote, or an image layout directory.",
        inspect(elf));
  }

  @Test
  void tarWithoutIndexIsNoArchive() {
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is a tar without oci-layout and index.json, so no image archive; it holds"
            + " etc/passwd. Give the tar that skopeo copy or buildah push wrote.",
        inspect(Layouts.tar(Map.of("etc/passwd", new byte[9]))));
  }

  @Test
  void directoryThatIsNoLayout() throws IOException {
    Path directory = Files.createDirectory(memory.getPath("/work/some"));
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/some is a directory without index.json, so no image layout. Give the directory that"
            + " holds oci-layout, index.json and blobs/.",
        ImageArchive.inspect(directory, ImageArchive.Request.of(Depth.STRUCTURE)));
  }

  @Test
  void prefixThatDoesNotFit() {
    Layouts.oneImage().store(archive);
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is a file, not a directory: write oci-archive:/work/image.tar.",
        ImageArchive.inspect(
            archive,
            ImageArchive.Request.of(
                ArchiveReference.parse("oci:/work/image.tar"), Depth.STRUCTURE)));
  }

  @Test
  void devicesAndPipesAreNotOpened(@TempDir Path directory) throws Exception {
    Path fifo = directory.resolve("image.tar");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    for (Path path : List.of(fifo, Path.of("/dev/zero"))) {
      ArchiveEvidence evidence =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () -> ImageArchive.inspect(path, ImageArchive.Request.of(Depth.CONTENT)));
      only(
          Kind.NOT_A_REGULAR_FILE,
          path
              + " is a FIFO, a socket or a device, and was not opened. Give a tar file or an image"
              + " layout directory.",
          evidence);
    }
  }

  @Test
  void pipeInsideALayoutIsNotOpened(@TempDir Path directory) throws Exception {
    Layouts image = Layouts.oneImage();
    image.storeDirectory(directory);
    Path index = directory.resolve("index.json");
    Files.delete(index);
    assertEquals(0, new ProcessBuilder("mkfifo", index.toString()).start().waitFor());
    Problem problem =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> only(ImageArchive.inspect(directory, ImageArchive.Request.of(Depth.CONTENT))));
    assertEquals(Kind.NOT_A_REGULAR_FILE, problem.kind());
    assertEquals("index.json", problem.place());
  }

  // Cut short

  @Test
  void cutInsideAHeader() {
    byte[] tar = Layouts.oneImage().tar();
    only(
        Kind.TRUNCATED,
        "/work/image.tar is cut short: it ends at 100, inside the header that starts at offset 0. "
            + AGAIN,
        inspect(Arrays.copyOf(tar, 100)));
    only(
        Kind.TRUNCATED,
        "/work/image.tar is cut short: it ends at 1124, inside the header that starts at offset"
            + " 1024. "
            + AGAIN,
        inspect(Arrays.copyOf(tar, 1124)));
  }

  @Test
  void cutInsideABlob() {
    Layouts image = Layouts.oneImage();
    only(
        Kind.TRUNCATED,
        "/work/image.tar is cut short: entry "
            + image.blob(0)
            + " promises "
            + image.file(image.blob(0)).length
            + " bytes from offset 512, but the data ends at 520. "
            + AGAIN,
        inspect(Arrays.copyOf(image.tar(), 520)));
  }

  @Test
  void cutBetweenEntriesBeforeTheIndex() {
    only(
        Kind.TRUNCATED,
        "/work/image.tar is cut short: it ends at 1024 before any index.json"
            + " and without an end marker. "
            + AGAIN,
        inspect(Arrays.copyOf(Layouts.oneImage().tar(), 1024)));
  }

  @Test
  void cutAfterTheIndexKeepsWhatIsKnown() {
    Layouts image = Layouts.oneImage();
    byte[] tar = image.tar();
    int layout = new String(tar, StandardCharsets.ISO_8859_1).indexOf("oci-layout\0");
    ArchiveEvidence evidence = inspect(Arrays.copyOf(tar, layout));
    only(
        Kind.TRUNCATED,
        "/work/image.tar is cut short: it ends without oci-layout and without an end marker. "
            + AGAIN,
        evidence);
    assertEquals(image.digest(0), evidence.image().digest());
  }

  @Test
  void everyCutIsNoticed() {
    Layouts image = Layouts.oneImage();
    byte[] tar = image.tar();
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    for (int length = 5; length < end; length += 13) {
      ArchiveEvidence evidence = inspect(Arrays.copyOf(tar, length));
      assertEquals(
          Kind.TRUNCATED, evidence.checks().problems().getFirst().kind(), "cut at " + length);
    }
  }

  @Test
  void compressedArchiveCutShort() {
    byte[] tar = Layouts.oneImage().tar();
    byte[] gzip = Layouts.gzip(tar);
    byte[] zstd = Zstd.compress(tar);
    String message = "/work/image.tar is cut short: its compressed data ends too early. " + AGAIN;
    only(Kind.TRUNCATED, message, inspect(Arrays.copyOf(gzip, gzip.length / 2)));
    only(Kind.TRUNCATED, message, inspect(Arrays.copyOf(zstd, zstd.length / 2)));
  }

  @Test
  void compressedArchiveDamaged() {
    byte[] gzip = Layouts.gzip(Layouts.oneImage().tar());
    gzip[gzip.length - 6] ^= 1;
    Problem problem = only(inspect(gzip));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(
        problem.message().startsWith("/work/image.tar does not decompress: "), problem::message);
  }

  @Test
  void headerOverwritten() {
    byte[] tar = Layouts.oneImage().tar();
    tar[1024 + 150] ^= 1;
    only(
        Kind.MALFORMED,
        "/work/image.tar has no valid tar header at offset 1024 (the checksum does not fit:"
            + " recorded 9939, the bytes sum to 9427); the file was damaged or overwritten there,"
            + " or its maker is at fault: export the image again.",
        inspect(tar));
  }

  // The index

  @Test
  void malformedIndexSaysLineAndColumn() {
    ArchiveEvidence evidence = inspect(Layouts.oneImage().index("{\"manifests\":\n [}"));
    Problem problem = only(evidence);
    assertEquals(Kind.MALFORMED, problem.kind());
    assertEquals("index.json (line 2, column 3)", problem.place());
    assertTrue(
        problem.message().startsWith("index.json of /work/image.tar cannot be read: is not valid"),
        problem::message);
    assertEquals(
        Layouts.sha256(Layouts.bytes("{\"manifests\":\n [}")), evidence.file().indexDigest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}{}",
        "{\"manifests\":{}}",
        "{\"manifests\":[1]}",
        "{\"manifests\":[{\"digest\":\"sha256:abc\",\"size\":1}]}",
        "{\"manifests\":[{\"digest\":\"sha256:abc\",\"size\":-1}]}",
        "{\"manifests\":[{\"size\":99999999999999999999999}]}",
        "{\"manifests\":[{\"size\":1.5}]}",
        "{\"manifests\":[{\"size\":1}]}"
      })
  void malformedIndex(String json) {
    Problem problem = only(inspect(Layouts.oneImage().index(json)));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(problem.place().startsWith("index.json"), problem::place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the document is an array where Go takes an object",
        "{\"manifests\":{}} | manifests is an object where Go takes an array",
        "{\"manifests\":[{\"digest\":1}]} | manifests[0].digest is a number where Go takes a"
            + " string",
        "{\"manifests\":[{\"digest\":\"sha256:abc\"}]} | manifests[0].digest is not a digest",
        "{\"manifests\":[{\"size\":1e3}]}"
            + " | manifests[0].size is a number with a fraction or an exponent where Go takes a"
            + " whole number",
        "{\"manifests\":[{\"size\":1}]} | manifests[0] has no digest",
        "{\"manifests\":[{\"annotations\":{\"a\\n\":[]}}]}"
            + " | manifests[0].annotations.a\\u{a} is an array where Go takes a string"
      })
  void malformedIndexNamesTheValue(String json, String fault) {
    String message = only(inspect(Layouts.oneImage().index(json))).message();
    assertTrue(
        message.startsWith("index.json of /work/image.tar cannot be read: " + fault), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"manifests\":[],\"manifests\":[]}",
        "{\"manifests\":[],\"Manifests\":[]}",
        "{\"manifests\":[],\"manife\u017fts\":[]}",
        "{\"manifests\":[{\"size\":1,\"\\u0053ize\":1}]}",
        "{\"manifests\":[{\"annotations\":{\"org.opencontainers.image.ref.name\":\"a\","
            + "\"org.opencontainers.image.ref.name\":\"b\"}}]}"
      })
  void keysThatAreOneNameToGoAreAmbiguous(String json) {
    Problem problem = only(inspect(Layouts.oneImage().index(json)));
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, problem.kind());
    assertTrue(problem.place().startsWith("index.json (line 1, column "), problem::place);
  }

  /** Keys whose hashes are close together, in a table without trees, took minutes. */
  @Test
  @Timeout(20)
  void manyAnnotationsTakeNoTime() {
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 90_000; i++) {
      String key =
          new String(
              new char[] {
                (char) ('a' + i / 17576),
                (char) ('a' + i / 676 % 26),
                (char) ('a' + i / 26 % 26),
                (char) ('a' + i % 26)
              });
      annotations.append(i == 0 ? "" : ",").append('"').append(key).append("\":\"\"");
    }
    Digest nothing = Layouts.sha256(new byte[0]);
    String index =
        "{\"manifests\":[{\"digest\":\""
            + nothing
            + "\",\"size\":1,\"annotations\":{"
            + annotations
            + "}}]}";
    assertEquals(
        90_000,
        inspect(Layouts.oneImage().index(index)).file().entries().getFirst().annotations().size());
  }

  @Test
  void deeplyNestedIndexIsMalformed() {
    String deep = "{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
    assertEquals(Kind.MALFORMED, only(inspect(Layouts.oneImage().index(deep))).kind());
  }

  @Test
  void indexOverFourMebibytes() {
    only(
        Kind.TOO_LARGE,
        "index.json in /work/image.tar has 5242880 bytes; more than 4194304 (4 MiB) is refused, as"
            + " registries do. Export the image again.",
        inspect(Layouts.oneImage().index(" ".repeat(5 << 20))));
  }

  @Test
  void indexWithoutImages() {
    only(
        Kind.AMBIGUOUS_INDEX,
        "/work/image.tar names no image in its index.json (skopeo says \"more than one image in"
            + " oci, choose an image\"). Export the image again.",
        inspect(Layouts.oneImage().index("{\"manifests\":[]}")));
  }

  @Test
  void twoImagesAndNoReference() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "one").entry(images.image("s390x"), "two").index();
    only(
        Kind.AMBIGUOUS_INDEX,
        "/work/image.tar: more than one image in oci, choose an image: give --ref NAME, or --ref @N"
            + " with its position. The entries are @0 \"one\", @1 \"two\".",
        inspect(images));
  }

  @Test
  void unknownReference() {
    Layouts images = Layouts.oneImage();
    images.store(archive);
    only(
        Kind.REF_NOT_FOUND,
        "/work/image.tar: no descriptor found for reference \"x\"; the 1 entry of index.json is"
            + " @0 \"latest\".",
        ImageArchive.inspect(
            archive,
            ImageArchive.Request.of(
                ArchiveReference.parse("oci-archive:/work/image.tar:x"), Depth.STRUCTURE)));
  }

  @Test
  void unsupportedMediaType() {
    Layouts image = new Layouts();
    image.image("amd64");
    image.entry(image.descriptor("application/json", Layouts.bytes("{}")), "latest").index();
    Problem problem = only(inspect(image));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(
        problem
            .message()
            .contains(
                "has the media type application/json, which is no image manifest or index; skopeo"
                    + " refuses it."));
    ArchiveEvidence named =
        ImageArchive.inspect(
            archive,
            ImageArchive.Request.of(
                ArchiveReference.parse("oci-archive:/work/image.tar:latest"), Depth.STRUCTURE));
    assertEquals(Kind.UNSUPPORTED, only(named).kind());
    assertTrue(only(named).message().contains("matches unsupported manifest MIME types"));
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
    Problem problem = only(inspect(images));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(
        problem.message().contains("skopeo copies no index inside an index"), problem::message);
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

  @ParameterizedTest
  @CsvSource({
    "yesterday, MALFORMED",
    "2026-01-02T03:04:05Z, ",
  })
  void configWithADate(String created, @Nullable Kind kind) {
    Layouts image = new Layouts();
    String config =
        image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{\"created\":\"" + created + "\"}"));
    image.entry(image.manifest(config, List.of()), "latest").index();
    List<Problem> problems = inspect(image).checks().problems();
    assertEquals(
        kind == null ? List.of() : List.of(kind), problems.stream().map(Problem::kind).toList());
  }

  @Test
  void twoImagesOfOneNameAreAmbiguous() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "one").entry(images.image("arm64"), "one").index();
    images.store(archive);
    Problem problem = only(named("one"));
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, problem.kind());
    assertTrue(problem.message().contains(images.digest(1).toString()), problem::message);
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
    Problem problem = only(named("my__app:1"));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("--ref @0"), problem::message);
    assertEquals(images.digest(0), named("@0").image().digest());
  }

  private ArchiveEvidence named(String ref) {
    return ImageArchive.inspect(
        archive,
        ImageArchive.Request.of(
            ArchiveReference.parse("oci-archive:/work/image.tar:" + ref), Depth.STRUCTURE));
  }

  // Blobs

  @Test
  void manifestMissing() {
    Layouts image = Layouts.oneImage();
    image.files.remove(Blob.nameOf(image.digest(0)));
    Problem problem = only(inspect(image));
    assertEquals(Kind.BLOB_MISSING, problem.kind());
    assertEquals(
        "manifest "
            + image.digest(0)
            + " is not in /work/image.tar: "
            + Blob.nameOf(image.digest(0))
            + " is missing. Export the image again; if a task is still writing it, wait.",
        problem.message());
  }

  @Test
  void manifestChanged() {
    Layouts image = Layouts.oneImage();
    String name = Blob.nameOf(image.digest(0));
    byte[] longer = Arrays.copyOf(image.file(name), image.file(name).length + 1);
    longer[longer.length - 1] = ' ';
    image.files.put(name, longer);
    ArchiveEvidence evidence = inspect(image);
    assertEquals(Layouts.sha256(longer), evidence.image().digest(), "what skopeo inspect prints");
    assertEquals(
        List.of(Kind.SIZE_MISMATCH, Kind.DIGEST_MISMATCH),
        evidence.checks().problems().stream().map(Problem::kind).toList());
    Problem digest = evidence.checks().problems().get(1);
    assertEquals(image.digest(0).toString(), digest.recorded());
    assertEquals(Layouts.sha256(longer).toString(), digest.observed());
    assertEquals(
        "manifest "
            + image.digest(0)
            + " in /work/image.tar does not hash to its name: recorded "
            + image.digest(0)
            + ", observed "
            + Layouts.sha256(longer)
            + ". Its bytes were changed after the export; export the image again.",
        digest.message());
  }

  @Test
  void manifestOverFourMebibytes() {
    Layouts image = new Layouts();
    image.entry(image.descriptor(MediaType.OCI_MANIFEST, new byte[5 << 20]), "latest").index();
    assertEquals(Kind.TOO_LARGE, only(inspect(image)).kind());
  }

  @Test
  void configMissingOrMalformed() {
    Layouts image = Layouts.oneImage();
    String config = image.blob(3);
    byte[] bytes = image.file(config);
    image.files.remove(config);
    assertEquals(Kind.BLOB_MISSING, only(inspect(image)).kind());
    image.files.put(config, Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(
        List.of(Kind.SIZE_MISMATCH, Kind.DIGEST_MISMATCH, Kind.MALFORMED),
        inspect(image).checks().problems().stream().map(Problem::kind).toList());
  }

  @Test
  void layerMissingOrOfAnotherSize() {
    Layouts image = Layouts.oneImage();
    String layer = image.blob(1);
    image.files.put(layer, new byte[3]);
    Problem size = only(inspect(image));
    assertEquals(Kind.SIZE_MISMATCH, size.kind());
    assertTrue(
        size.message()
            .endsWith(
                " bytes, observed 3. It was changed after the export, or its maker wrote a wrong"
                    + " size, which containerd and docker refuse to pull; export the image"
                    + " again."));
    image.files.remove(layer);
    Problem missing = only(inspect(image));
    assertEquals(Kind.BLOB_MISSING, missing.kind());
    assertTrue(missing.place().startsWith("layer 2 (sha256:"), missing::place);
  }

  @Test
  void flippedByteInALayerIsFoundByContent() {
    Layouts image = Layouts.oneImage();
    image.file(image.blob(0))[20] ^= 1;
    byte[] tar = image.tar();
    assertEquals(List.of(), inspect(tar).checks().problems(), "structure does not read it");
    Problem problem = only(inspect(tar, Depth.CONTENT));
    assertEquals(Kind.DIGEST_MISMATCH, problem.kind());
    assertTrue(problem.place().startsWith("layer 1 ("), problem::place);
  }

  @Test
  void layerOfAnotherBuildIsFoundByItsDiffId() {
    Layouts image = new Layouts();
    byte[] one = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    byte[] other = Layouts.tar(Map.of("a", Layouts.bytes("b")));
    String layer = image.layer(Layouts.GZIP_LAYER, Layouts.gzip(other));
    image.entry(image.image("amd64", List.of(one), List.of(layer)), "latest").index();
    assertEquals(List.of(), inspect(image.tar(), Depth.CONTENT).checks().problems());
    Problem problem = only(inspect(image.tar(), Depth.LAYERS));
    assertEquals(Kind.DIFF_ID_MISMATCH, problem.kind());
    assertEquals(Layouts.sha256(one).toString(), problem.recorded());
    assertEquals(Layouts.sha256(other).toString(), problem.observed());
  }

  @Test
  void layerThatDoesNotDecompress() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    byte[] gzip = Layouts.gzip(tar);
    String layer = image.layer(Layouts.GZIP_LAYER, Arrays.copyOf(gzip, gzip.length - 9));
    image.entry(image.image("amd64", List.of(tar), List.of(layer)), "latest").index();
    Problem problem = only(inspect(image.tar(), Depth.LAYERS));
    assertEquals(Kind.TRUNCATED, problem.kind());
    assertTrue(problem.message().contains("its compressed data ends too early"));
  }

  @Test
  void countsOfLayersAndDiffIdsDiffer() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    image.entry(image.image("amd64", List.of(tar), List.of()), "latest").index();
    Problem problem = only(inspect(image));
    assertEquals(Kind.DIFF_ID_MISMATCH, problem.kind());
    assertEquals(
        "the config in /work/image.tar lists 1 diffIDs, the manifest 0 layers. They are not of one"
            + " build; build the image again.",
        problem.message());
  }

  // Shapes that are refused

  @Test
  void entryThatLeadsOut() {
    Map<String, byte[]> files = new LinkedHashMap<>(Layouts.oneImage().files);
    files.put("../../etc/cron.d/x", new byte[1]);
    Problem problem = only(inspect(Layouts.tar(files)));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(
        problem
            .message()
            .contains("the entry ../../etc/cron.d/x at offset 9216 leads out of the archive"),
        problem::message);
  }

  @Test
  void controlCharactersAreNotPrinted() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("\u001b[31mred\nline", new byte[1]);
    String message = only(inspect(Layouts.tar(files))).message();
    assertTrue(message.contains("\\u{1b}[31mred\\u{a}line"), message);
  }

  @Test
  void unknownLayoutVersion() {
    Layouts image = Layouts.oneImage();
    image.files.put("oci-layout", Layouts.bytes("{\"imageLayoutVersion\":\"9.0\"}"));
    Problem problem = only(inspect(image));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("image layout version 9.0"));
  }

  @Test
  void sparseEntry() throws IOException {
    Layouts image = Layouts.oneImage();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
        boolean layer = file.getKey().equals(image.blob(0));
        TarArchiveEntry entry = new TarArchiveEntry(layer ? "GNUSparseFile.0/x" : file.getKey());
        byte[] content = file.getValue();
        if (layer) {
          byte[] map = Arrays.copyOf(Layouts.bytes("1\n0\n" + content.length + "\n"), 512);
          content = Arrays.copyOf(map, 512 + content.length);
          System.arraycopy(file.getValue(), 0, content, 512, content.length - 512);
          entry.addPaxHeader("GNU.sparse.major", "1");
          entry.addPaxHeader("GNU.sparse.minor", "0");
          entry.addPaxHeader("GNU.sparse.name", file.getKey());
          entry.addPaxHeader("GNU.sparse.realsize", "" + file.getValue().length);
        }
        Layouts.put(tar, entry, content);
      }
    }
    Problem problem = only(inspect(out.toByteArray()));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(
        problem
            .message()
            .endsWith(
                "as a sparse file, which is not supported; make the tar again without --sparse."));
  }

  // Floods

  @Test
  void headersWithoutEnd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header = Arrays.copyOf(Layouts.tar(Map.of("a", new byte[0])), 512);
    for (int i = 0; i <= TarCatalog.HEADER_LIMIT; i++) {
      out.writeBytes(header);
    }
    Problem problem = only(inspect(out.toByteArray()));
    assertEquals(Kind.TOO_LARGE, problem.kind());
    assertTrue(problem.message().contains("holds more than 50000 tar headers"));
  }

  @Test
  void decompressionBomb() {
    // A header that promises 8 GiB, and zeros for it, packed far tighter than gzip can.
    byte[] header = TarReaderTest.header("bomb", '0', "77777777777");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(Zstd.compress(header));
    bomb.writeBytes(Zstd.compress(new byte[64 << 20]));
    Layouts.write(archive, bomb.toByteArray());
    Problem problem =
        only(
            ImageArchive.inspect(
                archive,
                Layouts.request(
                    Depth.STRUCTURE,
                    1,
                    PageCache.UNTOUCHED,
                    new UnpackingLimits(() -> Long.MAX_VALUE, 1100, 32 << 20, 0))));
    assertEquals(Kind.TOO_LARGE, problem.kind());
    assertTrue(problem.message().contains("unpacks to more than "), problem::message);
  }

  /** An entry whose name (type L) or link target (type K) is in a header of its own, as in GNU. */
  private static byte[] longEntry(char which, String text, char type, int number) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        TarReaderTest.header("././@LongLink", which, Integer.toOctalString(text.length())));
    out.writeBytes(Arrays.copyOf(Layouts.bytes(text), (text.length() + 511) / 512 * 512));
    out.writeBytes(TarReaderTest.header("entry" + number, type, "0"));
    return out.toByteArray();
  }

  @Test
  void namesAreAsLongAsTheyAreStored() {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(longEntry('L', "./".repeat(1000) + "x", '0', 1));
    tar.writeBytes(longEntry('L', "d/".repeat(1000) + "x", '0', 2));
    tar.writeBytes(Layouts.oneImage().tar());
    assertEquals(List.of(), inspect(tar.toByteArray()).checks().problems());
  }

  @ParameterizedTest
  @CsvSource({"L, 0, 300, n", "L, 0, 5000, d/", "K, 2, 5000, d/"})
  void namesThatNoFileCanHave(char which, char type, int length, String part) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(longEntry(which, part.repeat(length / part.length()) + "x", type, 1));
    tar.writeBytes(Layouts.oneImage().tar());
    Problem problem = only(inspect(tar.toByteArray()));
    assertEquals(Kind.MALFORMED, problem.kind());
    assertTrue(problem.message().contains("file can have"), problem::message);
  }

  @ParameterizedTest
  @ValueSource(chars = {'K', 'L'})
  void linkTargetsAndNamesAsStoredCountAsKeptNames(char which) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int i = 0; i < 9000; i++) {
      tar.writeBytes(longEntry(which, "./".repeat(500) + i, '2', i));
    }
    Problem problem = inspect(tar.toByteArray()).checks().problems().getFirst();
    assertEquals(Kind.TOO_LARGE, problem.kind());
    assertTrue(problem.message().contains("more entry names than are read"), problem::message);
  }

  @Test
  void problemsAreBounded() {
    Layouts image = new Layouts();
    StringBuilder layers = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      layers
          .append(i == 0 ? "" : ",")
          .append("{\"mediaType\":\"x\",\"size\":1,\"digest\":\"")
          .append(Layouts.sha256(Layouts.bytes("" + i)))
          .append("\"}");
    }
    String config = image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}"));
    image.entry(image.manifest(config, List.of(layers.toString())), "latest").index();
    ArchiveEvidence evidence = inspect(image);
    assertEquals(100, evidence.checks().problems().size());
    assertTrue(evidence.checks().notes().contains("900 more problems are not listed"));
  }
}
