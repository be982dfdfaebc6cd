package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.DigestRoles;
import dev.custody.oci.inspect.ImageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which entries a docker-archive's names lead to: the answers of skopeo 1.9.3 for the same tars,
 * where it takes one of two, or a refusal.
 */
class DockerReadingTest {
  private static final byte[] LAYER = Layouts.tar(Map.of("etc/a", Layouts.bytes("a")));
  private static final byte[] OTHER = Layouts.tar(Map.of("etc/b", Layouts.bytes("b")));

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path archive = memory.getPath("/work/image.tar");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar =
      new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private static byte[] config(byte[]... layers) {
    StringBuilder ids = new StringBuilder();
    for (byte[] layer : layers) {
      ids.append(ids.isEmpty() ? "" : ",").append('"').append(Layouts.sha256(layer)).append('"');
    }
    return Layouts.bytes(
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":["
            + ids
            + "]}}");
  }

  private static byte[] manifest(String config, String... layers) {
    return Layouts.bytes(
        "[{\"Config\":\""
            + config
            + "\",\"RepoTags\":[\"app:1\"],\"Layers\":[\""
            + String.join("\",\"", layers)
            + "\"]}]");
  }

  private DockerReadingTest file(String name, byte[] content) throws IOException {
    Layouts.put(tar, new TarArchiveEntry(name, true), content);
    return this;
  }

  private DockerReadingTest link(byte type, String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    return this;
  }

  private DockerReadingTest image() throws IOException {
    return file("c.json", config(LAYER)).file("l.tar", LAYER);
  }

  private ArchiveEvidence inspect(String prefix) throws IOException {
    tar.close();
    Layouts.write(archive, out.toByteArray());
    return ImageArchive.inspect(
        archive,
        InspectionRequest.of(ArchiveReference.parse(prefix + "/work/image.tar"), Depth.LAYERS));
  }

  private void reads(byte[] config) throws IOException {
    ArchiveEvidence evidence = inspect("docker-archive:");
    assertEquals(List.of(), evidence.checks().problems());
    Descriptor found = evidence.image().config();
    assertEquals(Layouts.sha256(config), found == null ? null : found.digest());
  }

  private String refuses(Kind kind) throws IOException {
    List<Problem> problems = inspect("docker-archive:").checks().problems();
    assertEquals(kind, problems.isEmpty() ? null : problems.getFirst().kind(), problems::toString);
    return problems.getFirst().message();
  }

  @Test
  void namesAreCleanedByTheirText() throws IOException {
    file("./c.json", config(LAYER)).file("x/../l.tar", LAYER);
    file("a/b/../../manifest.json", manifest("./c.json", "y//../l.tar")).reads(config(LAYER));
  }

  @Test
  void aRootedNameIsAnotherName() throws IOException {
    image().file("/manifest.json", manifest("c.json", "l.tar"));
    assertTrue(refuses(Kind.AMBIGUOUS_ARCHIVE).contains("leading slash"));
  }

  @Test
  void aNameAboveTheRootIsAnotherName() throws IOException {
    image().file("manifest.json", manifest("c.json", "../l.tar")).refuses(Kind.BLOB_MISSING);
  }

  @Test
  void oneSymbolicLinkIsFollowedAndItsSlashDropped() throws IOException {
    file("c.json", config(LAYER)).file("d/x.tar", LAYER);
    link(TarConstants.LF_SYMLINK, "d/l.tar", "/x.tar");
    file("manifest.json", manifest("c.json", "d/l.tar")).reads(config(LAYER));
  }

  @Test
  void aLinkToALinkIsRefused() throws IOException {
    file("c.json", config(LAYER)).file("x.tar", LAYER);
    link(TarConstants.LF_SYMLINK, "y.tar", "x.tar").link(TarConstants.LF_SYMLINK, "z.tar", "y.tar");
    file("manifest.json", manifest("c.json", "z.tar"));
    assertTrue(refuses(Kind.AMBIGUOUS_ARCHIVE).contains("follows only one"));
  }

  @Test
  void aHardLinkIsEmptyForSkopeo() throws IOException {
    file("c.json", config(LAYER)).file("x.tar", LAYER);
    link(TarConstants.LF_LINK, "l.tar", "x.tar");
    file("manifest.json", manifest("c.json", "l.tar"));
    assertTrue(refuses(Kind.AMBIGUOUS_ARCHIVE).contains("hard link"));
  }

  @Test
  void theModeMaySayThatAFileIsALink() throws IOException {
    image();
    TarArchiveEntry entry = new TarArchiveEntry("manifest.json", true);
    entry.setMode(0120644);
    Layouts.put(tar, entry, manifest("c.json", "l.tar"));
    List<Problem> problems = inspect("docker-archive:").checks().problems();
    assertTrue(!problems.isEmpty(), "skopeo follows an empty link");
  }

  @Test
  void twoFilesOfOneNameMustBeEqual() throws IOException {
    image().file("manifest.json", manifest("c.json", "l.tar"));
    file("c.json", config(LAYER)).reads(config(LAYER));
  }

  @Test
  void aSecondManifestIsRefusedWithBothOffsets() throws IOException {
    image().file("manifest.json", manifest("c.json", "l.tar"));
    file("d.json", config(OTHER)).file("o.tar", OTHER);
    file("./manifest.json", manifest("d.json", "o.tar"));
    String message = refuses(Kind.AMBIGUOUS_ARCHIVE);
    assertTrue(
        message.matches("(?s).*offset \\d+, which skopeo reads, and at offset \\d+.*"), message);
  }

  @Test
  void aConfigWithoutRootfsIsRefused() throws IOException {
    file("c.json", Layouts.bytes("{\"os\":\"linux\",\"architecture\":\"amd64\"}"));
    file("manifest.json", Layouts.bytes("[{\"Config\":\"c.json\",\"Layers\":null}]"));
    assertTrue(refuses(Kind.MALFORMED).contains("no rootfs"));
  }

  @Test
  void oneFileForTwoDiffIdsIsRefused() throws IOException {
    file("c.json", config(LAYER, OTHER)).file("l.tar", LAYER);
    file("manifest.json", manifest("c.json", "l.tar", "./l.tar"));
    assertTrue(refuses(Kind.MALFORMED).contains("one file for two diffIDs"));
  }

  @Test
  void aSecondFileOfOneDiffIdIsNotLookedAt() throws IOException {
    byte[] config = config(LAYER, LAYER);
    file("c.json", config).file("l.tar", LAYER);
    file("manifest.json", manifest("c.json", "l.tar", "absent.tar")).reads(config);
  }

  @Test
  void compressedLayersAreReadAsSkopeoReadsThem() throws IOException {
    byte[] config = config(LAYER, OTHER);
    file("c.json", config).file("l.tar", Compressed.xz(LAYER)).file("m", Compressed.bzip2(OTHER));
    file("manifest.json", manifest("c.json", "l.tar", "m")).reads(config);
  }

  @Test
  void theDigestThatCraneGivesIsSaid() throws IOException {
    byte[] config = config(LAYER);
    byte[] packed = Layouts.gzip(LAYER);
    String name = Layouts.sha256(packed).hex() + ".tar.gz";
    file(Layouts.sha256(config).toString(), config).file(name, packed);
    file("manifest.json", manifest(Layouts.sha256(config).toString(), name));
    ArchiveEvidence evidence = inspect("");
    assertEquals(List.of(), evidence.checks().problems());
    Digest crane =
        Layouts.sha256(
            Layouts.bytes(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\","
                    + "\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"size\":"
                    + config.length
                    + ",\"digest\":\""
                    + Layouts.sha256(config)
                    + "\"},\"layers\":[{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":"
                    + packed.length
                    + ",\"digest\":\""
                    + Layouts.sha256(packed)
                    + "\"}]}"));
    assertTrue(
        evidence.checks().notes().stream().anyMatch(note -> note.contains(crane.toString())),
        evidence.checks().notes()::toString);
    assertEquals(List.of(new Role.Layer(1, 1)), DigestRoles.find(evidence, Layouts.sha256(packed)));
    assertEquals(List.of(new Role.DiffId(1, 1)), DigestRoles.find(evidence, Layouts.sha256(LAYER)));
  }

  private @Nullable Kind both(byte[] dockerLayer, String prefix) throws IOException {
    Layouts layouts = new Layouts();
    String layer = layouts.layer(Layouts.GZIP_LAYER, Layouts.gzip(LAYER));
    String image = layouts.image("amd64", List.of(LAYER), List.of(layer));
    layouts.entry(image, "latest").index();
    for (Map.Entry<String, byte[]> one : layouts.files.entrySet()) {
      file(one.getKey(), one.getValue());
    }
    boolean same = Arrays.equals(dockerLayer, LAYER);
    byte[] config = same ? layouts.file(layouts.blob(1)) : config(dockerLayer);
    if (!same) {
      file("c.json", config);
    }
    file("l.tar", dockerLayer);
    file("manifest.json", manifest(same ? layouts.blob(1) : "c.json", "l.tar"));
    List<Problem> problems = inspect(prefix).checks().problems();
    return problems.isEmpty() ? null : problems.getFirst().kind();
  }

  @Test
  void aTarOfTwoImagesNeedsATransport() throws IOException {
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, both(OTHER, ""));
  }

  @Test
  void theTransportDecidesBetweenTwoImages() throws IOException {
    assertEquals(null, both(OTHER, "oci-archive:"));
  }

  @Test
  void theOtherTransportTakesTheOtherImage() throws IOException {
    assertEquals(null, both(OTHER, "docker-archive:"));
  }

  @Test
  void oneImageInBothFormsNeedsNoTransport() throws IOException {
    assertEquals(null, both(LAYER, ""));
  }
}
