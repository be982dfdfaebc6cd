package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files and directories that are something else: named, and never called cut short. */
class OtherFormsTest {
  private static final String HEX = "ab".repeat(32);

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path archive = memory.getPath("/work/image.tar");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private String named(byte[] file) {
    return named(Kind.NOT_AN_ARCHIVE, file);
  }

  private String named(Kind kind, byte[] file) {
    List<Problem> problems =
        ImageArchive.inspect(Layouts.write(archive, file), InspectionRequest.of(Depth.STRUCTURE))
            .checks()
            .problems();
    assertEquals(1, problems.size(), problems::toString);
    assertEquals(kind, problems.getFirst().kind(), problems::toString);
    return problems.getFirst().message();
  }

  private String named(String... namesAndContents) {
    return named(tar(namesAndContents));
  }

  private static byte[] tar(String... namesAndContents) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put(namesAndContents[i], Layouts.bytes(namesAndContents[i + 1]));
    }
    return Layouts.tar(files);
  }

  private static void says(String expected, String message) {
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "504b0304, ZIP",
        "504b0506, ZIP",
        "526172211a07, RAR",
        "377abcaf271c, 7-Zip",
        "04224d18, lz4",
        "5d000080, lzma",
        "7f454c46, ELF",
        "4d5a9000, Windows program",
        "68737173, squashfs",
        "edabeedb, RPM",
        "213c617263683e0a, Debian package",
        "502a4d1804000000, skippable frame",
        "2550444636, 6 bytes",
        "255044462d, PDF",
        "7b7d, JSON",
        "5b5d, JSON",
        "3c21444f43, HTML"
      })
  void filesAreNamedByTheirFirstBytesWhateverTheirSize(String magic, String expected) {
    byte[] start = java.util.HexFormat.of().parseHex(magic);
    if (magic.equals("2550444636")) {
      start = new byte[] {1, 2, 3, 4, 5, 6};
    }
    says(expected, named(start));
    if (!expected.endsWith("bytes")) {
      byte[] rubbish = new byte[5000];
      new Random(14).nextBytes(rubbish);
      for (int size : new int[] {100, 511, 512, 5000}) {
        says(expected, named(Arrays.copyOf(Compressed.joined(start, rubbish), size)));
      }
    }
  }

  @Test
  void compressedFilesAreNamedByWhatIsInThem() throws IOException {
    byte[] small = new byte[] {1, 2, 3, 4, 5, 6};
    for (byte[] file :
        List.of(Compressed.bzip2(small), Compressed.xz(small), Layouts.gzip(small))) {
      says("6 bytes that are not a tar", named(file));
    }
    says("does not hold a tar", named(Compressed.xz(new byte[0])));
    says("JSON", named(Layouts.gzip(Layouts.bytes("{}"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 10_240, 1 << 20})
  void zerosAreReservedSpace(int size) {
    says("begins with zeros", named(Kind.EMPTY_FILE, new byte[size]));
  }

  /** Its writer was killed, or the end was lost: the zeros after the blobs look like a marker. */
  @Test
  void blobsWithoutAnIndexAreTheStartOfAnArchive() {
    says(
        "before any index.json, in zeros",
        named(Kind.TRUNCATED, tar("blobs/sha256/" + HEX, "{}", "oci-layout", "{}")));
  }

  @Test
  void aGitLfsPointerIsNoArchive() {
    says(
        "git lfs pull",
        named(Layouts.bytes("version https://git-lfs.github.com/spec/v1\noid sha256:" + HEX)));
  }

  @Test
  void tarsOfOtherToolsAreNamed() {
    says(
        "before Docker 1.10",
        named(HEX + "/json", "{}", HEX + "/layer.tar", "", "repositories", "{}"));
    says("docker export", named(".dockerenv", "", "bin/sh", "x", "etc/passwd", "root"));
    says("OCM", named("artifact-index.json", "{}", "blobs/sha256." + HEX, "{}"));
    says(
        "ollama",
        named("manifests/registry.ollama.ai/library/m/latest", "{}", "blobs/sha256-" + HEX, "{}"));
    says("imgpkg", named("manifest.json", "[{\"Image\":{}}]", "sha256-" + HEX + ".tar.gz", "x"));
    says("refs/", named("oci-layout", "{}", "refs/latest", "{}", "blobs/sha256/" + HEX, "{}"));
    says(
        "storage of a registry",
        named("docker/registry/v2/blobs/sha256/ab/" + HEX + "/data", "{}"));
    says(
        "dir:",
        named("manifest.json", "{}", "version", "Directory Transport Version: 1.1\n", HEX, ""));
    says("runtime bundle", named("config.json", "{}", "rootfs/bin/sh", ""));
    says("Helm chart", named("c/Chart.yaml", "", "c/values.yaml", ""));
    says(
        "no index.json",
        named("blobs/sha256/" + HEX, "{}", "readme", "x")
            .replace("oci-layout and index.json", "no index.json"));
  }

  @Test
  void aLayoutInASubDirectoryIsFound() {
    Layouts image = Layouts.oneImage();
    Map<String, byte[]> below = new LinkedHashMap<>();
    image.files.forEach((name, content) -> below.put("a/b/" + name, content));
    says("holds an image layout in a/b/", named(Layouts.tar(below)));
  }

  @Test
  void directoriesOfOtherToolsAreNamed() throws IOException {
    Path dir = Files.createDirectories(memory.getPath("/work/dir"));
    Files.writeString(dir.resolve("manifest.json"), "{}");
    Files.writeString(dir.resolve("version"), "Directory Transport Version: 1.1\n");
    says("dir:", directory(dir));
    Path above = Files.createDirectories(memory.getPath("/work/above"));
    Layouts.oneImage().storeDirectory(above.resolve("layout"));
    says("oci:/work/above/layout", directory(above));
  }

  private static String directory(Path path) {
    Problem problem =
        ImageArchive.inspect(path, InspectionRequest.of(Depth.STRUCTURE))
            .checks()
            .problems()
            .getFirst();
    assertEquals(Kind.NOT_AN_ARCHIVE, problem.kind());
    return problem.message();
  }

  @Test
  void aLayoutWithoutItsVersionFileIsReadWithANote() {
    Layouts image = Layouts.oneImage();
    image.files.remove("oci-layout");
    ArchiveEvidence evidence =
        ImageArchive.inspect(image.store(archive), InspectionRequest.of(Depth.STRUCTURE));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(image.digest(0), evidence.image().digest());
    assertTrue(evidence.checks().notes().toString().contains("no oci-layout"));
  }

  @Test
  void theStartOfATarIsStillCutShort() {
    byte[] tar = Layouts.oneImage().tar();
    for (int size : new int[] {5, 100, 130, 511}) {
      Problem problem =
          ImageArchive.inspect(
                  Layouts.write(archive, Arrays.copyOf(tar, size)),
                  InspectionRequest.of(Depth.STRUCTURE))
              .checks()
              .problems()
              .getFirst();
      assertEquals(
          Kind.TRUNCATED, problem.kind(), new String(tar, 0, size, StandardCharsets.UTF_8));
    }
  }

  /** One of the readers of such a tar finds a layout in it. */
  @Test
  void anIndexThatOnlySomeReadersFindIsTwoReadings() throws IOException {
    Layouts image = Layouts.oneImage();
    byte[] index = Objects.requireNonNull(image.files.remove("index.json"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
        Layouts.put(tar, new TarArchiveEntry(file.getKey(), true), file.getValue());
      }
      Layouts.put(
          tar, new TarArchiveEntry("pax", (byte) 'x'), Layouts.bytes("19 path=index.json\n"));
      Layouts.put(tar, new TarArchiveEntry("long", (byte) 'L'), Layouts.bytes("other.json\0"));
      Layouts.put(tar, new TarArchiveEntry("short", true), index);
    }
    ArchiveEvidence evidence =
        ImageArchive.inspect(
            Layouts.write(archive, out.toByteArray()), InspectionRequest.of(Depth.STRUCTURE));
    Problem problem = evidence.checks().problems().getFirst();
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, problem.kind());
    says("index.json", problem.message());
  }

  /** Only root could unpack it, but there is no image in it that anybody could push. */
  @Test
  void aTarOfAFileSystemWithADeviceIsNoArchive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      Layouts.put(tar, new TarArchiveEntry("dev/null", (byte) '3'), new byte[0]);
      Layouts.put(tar, new TarArchiveEntry("srv/a", true), Layouts.bytes("a"));
    }
    says("not an image archive", named(out.toByteArray()));
  }
}
