package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.image.DigestRoles;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Archives that are sound, in every form. */
class ImageArchiveTest extends ArchiveInMemory {
  private static ArchiveEvidence inspect(Path path, Depth depth) {
    return ImageArchive.inspect(path, InspectionRequest.of(depth));
  }

  private static InspectionRequest request(Depth depth, boolean hashArchive, Progress progress) {
    return new InspectionRequest(
        null,
        null,
        null,
        depth,
        hashArchive,
        1,
        progress,
        PageCache.UNTOUCHED,
        UnpackingLimits.within(() -> Long.MAX_VALUE),
        () -> false);
  }

  private static ArchiveEvidence sound(Path path, Depth depth) {
    ArchiveEvidence evidence = inspect(path, depth);
    assertEquals(List.of(), evidence.checks().problems());
    assertTrue(evidence.sound());
    return evidence;
  }

  @ParameterizedTest
  @EnumSource
  void readsAnArchive(Depth depth) {
    Layouts image = Layouts.oneImage();
    ArchiveEvidence evidence = sound(image.store(archive), depth);
    assertEquals(Format.OCI_ARCHIVE, evidence.file().format());
    assertEquals(image.digest(0), evidence.image().digest());
    assertEquals(Layouts.sha256(image.file("index.json")), evidence.file().indexDigest());
    assertEquals("the only entry in index.json", evidence.image().selectionReason());
    assertEquals(List.of("latest"), evidence.file().referenceNames());
    assertEquals("2026-01-02T03:04:05Z", evidence.image().created());
    assertEquals(new Platform("linux", "amd64", null), evidence.image().platform());
    assertEquals(3, evidence.image().layers().size());
    assertEquals(3, evidence.image().diffIds().size());
    assertEquals(depth == Depth.STRUCTURE ? 2 : 5, evidence.checks().blobsHashed());
    assertEquals(true, evidence.file().stable());
    assertEquals(List.of(), evidence.checks().notes());
    assertEquals(image.tar().length, evidence.file().size());
  }

  @ParameterizedTest
  @EnumSource
  void readsADirectory(Depth depth) throws IOException {
    Layouts image = Layouts.oneImage();
    ArchiveEvidence evidence = sound(image.storeDirectory(memory.getPath("/work/layout")), depth);
    assertEquals(Format.OCI_LAYOUT, evidence.file().format());
    assertEquals(image.digest(0), evidence.image().digest());
    assertEquals(true, evidence.file().stable());
  }

  @Test
  void readsCompressedArchives() {
    Layouts image = Layouts.oneImage();
    ArchiveEvidence gzip = sound(Layouts.write(archive, Layouts.gzip(image.tar())), Depth.LAYERS);
    assertEquals(Compression.GZIP, gzip.file().compression());
    assertEquals(image.digest(0), gzip.image().digest());
    assertTrue(gzip.checks().notes().getFirst().contains("compressed as a whole"));
    ArchiveEvidence zstd = sound(Layouts.write(archive, Zstd.compress(image.tar())), Depth.LAYERS);
    assertEquals(Compression.ZSTD, zstd.file().compression());
    assertEquals(image.digest(0), zstd.image().digest());
  }

  @Test
  void readsGzipOfSeveralMembers() {
    Layouts image = Layouts.oneImage();
    byte[] tar = image.tar();
    byte[] first = Layouts.gzip(Arrays.copyOf(tar, 1000));
    byte[] second = Layouts.gzip(Arrays.copyOfRange(tar, 1000, tar.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertEquals(
        image.digest(0), sound(Layouts.write(archive, both), Depth.CONTENT).image().digest());
  }

  @Test
  void orderOfEntriesDoesNotMatter() {
    Layouts image = Layouts.oneImage();
    List<Map.Entry<String, byte[]>> reversed = new ArrayList<>(image.files.entrySet());
    Collections.reverse(reversed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    reversed.forEach(file -> files.put(file.getKey(), file.getValue()));
    Path path = Layouts.write(archive, Layouts.tar(files));
    assertEquals(image.digest(0), sound(path, Depth.LAYERS).image().digest());
  }

  @Test
  void acceptsPrefixesAndDirectories() throws IOException {
    Layouts image = Layouts.oneImage();
    for (String prefix : List.of("./", "/", ".//x/../")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
        tar.putArchiveEntry(new TarArchiveEntry("./", true));
        tar.closeArchiveEntry();
        tar.putArchiveEntry(new TarArchiveEntry("./blobs/", true));
        tar.closeArchiveEntry();
        for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
          Layouts.put(tar, new TarArchiveEntry(prefix + file.getKey(), true), file.getValue());
        }
      }
      Path path = Layouts.write(archive, out.toByteArray());
      assertEquals(image.digest(0), sound(path, Depth.CONTENT).image().digest(), prefix);
    }
  }

  @Test
  void readsLongNamesOfPaxAndGnu() throws IOException {
    Layouts image = Layouts.oneImage();
    for (int mode :
        List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
        tar.setLongFileMode(mode);
        for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
          String longer = "./".repeat(80) + file.getKey();
          TarArchiveEntry entry = new TarArchiveEntry(longer, true);
          Layouts.put(tar, entry, file.getValue());
        }
      }
      Path path = Layouts.write(archive, out.toByteArray());
      assertEquals(image.digest(0), sound(path, Depth.CONTENT).image().digest());
    }
  }

  @Test
  void notesAMissingEndMarker() {
    Layouts image = Layouts.oneImage();
    byte[] tar = image.tar();
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    end = (end + 511) / 512 * 512;
    ArchiveEvidence without =
        sound(Layouts.write(archive, Arrays.copyOf(tar, end)), Depth.STRUCTURE);
    assertEquals(1, without.checks().notes().size());
    assertTrue(without.checks().notes().getFirst().contains("marker is missing"));
    ArchiveEvidence half =
        sound(Layouts.write(archive, Arrays.copyOf(tar, end + 512)), Depth.STRUCTURE);
    assertEquals(1, half.checks().notes().size());
    assertTrue(half.checks().notes().getFirst().contains("marker is incomplete"));
  }

  @Test
  void notesBytesAfterTheEndMarker() {
    Layouts image = Layouts.oneImage();
    byte[] tar = image.tar();
    byte[] longer = Arrays.copyOf(tar, tar.length + 3);
    longer[tar.length] = 'x';
    ArchiveEvidence evidence = sound(Layouts.write(archive, longer), Depth.STRUCTURE);
    assertTrue(
        evidence
            .checks()
            .notes()
            .getFirst()
            .contains("not all zero, the first at offset " + tar.length),
        evidence.checks().notes()::toString);
  }

  @Test
  void copiesOfAnEntryAreOneFile() throws IOException {
    Layouts image = Layouts.oneImage();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      Layouts.put(tar, new TarArchiveEntry("index.json"), image.file("index.json"));
      for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
        Layouts.put(tar, new TarArchiveEntry(file.getKey()), file.getValue());
      }
    }
    ArchiveEvidence evidence = sound(Layouts.write(archive, out.toByteArray()), Depth.STRUCTURE);
    assertEquals(image.digest(0), evidence.image().digest());
    assertTrue(
        evidence.checks().notes().getFirst().startsWith("1 entry name(s) occur more than once"),
        evidence.checks().notes()::toString);
  }

  @Test
  void followsALinkInsideTheArchive() throws IOException {
    Layouts image = Layouts.oneImage();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : image.files.entrySet()) {
        boolean index = file.getKey().equals("index.json");
        String name = index ? "blobs/the-index" : file.getKey();
        Layouts.put(tar, new TarArchiveEntry(name), file.getValue());
      }
      TarArchiveEntry link = new TarArchiveEntry("index.json", TarArchiveEntry.LF_LINK);
      link.setLinkName("blobs/the-index");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    Path path = Layouts.write(archive, out.toByteArray());
    assertEquals(image.digest(0), sound(path, Depth.STRUCTURE).image().digest());
  }

  @Test
  void selectsByReferenceName() {
    Layouts images = new Layouts();
    images.entry(images.image("amd64"), "one").entry(images.image("s390x"), "two:2").index();
    images.store(archive);
    ArchiveReference reference = ArchiveReference.parse("oci-archive:/work/image.tar:two:2");
    ArchiveEvidence evidence =
        ImageArchive.inspect(archive, InspectionRequest.of(reference, Depth.LAYERS));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(images.digest(1), evidence.image().digest());
    assertEquals("reference name \"two:2\"", evidence.image().selectionReason());
    assertEquals(List.of("one", "two:2"), evidence.file().referenceNames());
    assertEquals(10, evidence.checks().blobsHashed(), "the other image's blobs too");
  }

  @Test
  void digestOfANestedIndexIsTheIndexes() {
    Layouts images = new Layouts();
    String here = "amd64";
    String mine = Layouts.platform(images.image(here), here);
    String other = Layouts.platform(images.image("s390x"), "s390x");
    String index =
        images.descriptor(
            MediaType.OCI_INDEX,
            Layouts.bytes("{\"schemaVersion\":2,\"manifests\":[" + other + "," + mine + "]}"));
    images.entry(index, "multi").index().store(archive);
    ArchiveEvidence evidence = sound(archive, Depth.LAYERS);
    assertEquals(images.digest(0), evidence.image().digest());
    Descriptor platform = present(evidence.image().platformManifest());
    assertTrue(mine.contains(platform.digest().toString()));
    assertEquals(11, evidence.checks().blobsHashed());
    assertEquals(5, evidence.file().others().size());
    Descriptor first = evidence.file().others().getFirst();
    assertEquals(
        List.of(new Role.PlatformManifest("linux/s390x")),
        DigestRoles.find(evidence, first.digest()));
    assertEquals(
        List.of(new Role.OtherBlob(MediaType.OCI_CONFIG)),
        DigestRoles.find(evidence, evidence.file().others().get(1).digest()));
  }

  private static Descriptor present(@Nullable Descriptor value) {
    return Objects.requireNonNull(value);
  }

  @Test
  void blobsOfOtherPlatformsMayBeAbsent() {
    Layouts images = new Layouts();
    String here = "amd64";
    String mine = Layouts.platform(images.plain(here), here);
    Layouts elsewhere = new Layouts();
    String other = Layouts.platform(elsewhere.plain("s390x"), "s390x");
    String index =
        images.descriptor(
            MediaType.OCI_INDEX,
            Layouts.bytes("{\"schemaVersion\":2,\"manifests\":[" + other + "," + mine + "]}"));
    images.entry(index, "multi").index().store(archive);
    ArchiveEvidence evidence = sound(archive, Depth.LAYERS);
    assertTrue(
        evidence.checks().notes().getFirst().startsWith("the index lists linux/s390x ("),
        evidence.checks().notes()::toString);
    assertTrue(
        evidence.checks().notes().get(1).startsWith("1 blob(s) that only other images"),
        evidence.checks().notes()::toString);
    Digest absent =
        Objects.requireNonNull(evidence.image().instances()).getFirst().manifest().digest();
    assertTrue(DigestRoles.weightiest(evidence, absent) instanceof Role.UndecidedManifest);
  }

  @Test
  void manifestWithoutMediaTypesIsRecognised() {
    Layouts image = new Layouts();
    String descriptor =
        image.image("amd64").replace("\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",", "");
    image.entry(descriptor, "latest").index().store(archive);
    assertEquals(image.digest(0), sound(archive, Depth.STRUCTURE).image().digest());
  }

  @Test
  void sharedLayerIsHashedOnce() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    String layer = image.layer(Layouts.GZIP_LAYER, Layouts.gzip(tar));
    image.entry(image.image("amd64", List.of(tar, tar), List.of(layer, layer)), "latest").index();
    image.store(archive);
    assertEquals(3, sound(archive, Depth.LAYERS).checks().blobsHashed());
  }

  @Test
  void unnamedBlobsAreHashedAndOnlyNoted() {
    Layouts image = Layouts.oneImage();
    image.files.put(Blob.nameOf(Layouts.sha256(Layouts.bytes("x"))), Layouts.bytes("y"));
    image.files.put("blobs/sha256/.partial", Layouts.bytes("z"));
    ArchiveEvidence evidence = sound(image.store(archive), Depth.CONTENT);
    assertEquals(6, evidence.checks().blobsHashed());
    assertTrue(evidence.checks().notes().get(0).startsWith("blobs/sha256/.partial is not a blob"));
    assertTrue(evidence.checks().notes().get(1).startsWith("2 blob(s) "));
    assertTrue(evidence.checks().notes().get(2).contains("does not match its digest"));
  }

  @Test
  void archiveDigestOnlyWhenAskedFor() {
    Layouts image = Layouts.oneImage();
    image.store(archive);
    assertNull(inspect(archive, Depth.STRUCTURE).file().digest());
    ArchiveEvidence evidence =
        ImageArchive.inspect(archive, request(Depth.STRUCTURE, true, Progress.NONE));
    Digest expected = Layouts.sha256(image.tar());
    assertEquals(expected, evidence.file().digest());
    assertEquals(List.of(new Role.ArchiveFile()), DigestRoles.find(evidence, expected));
  }

  @Test
  void sayWhatADigestIs() throws IOException {
    Layouts image = Layouts.oneImage();
    ArchiveEvidence evidence = sound(image.store(archive), Depth.STRUCTURE);
    assertEquals(List.of(new Role.SelectedManifest()), DigestRoles.find(evidence, image.digest(0)));
    assertEquals(
        List.of(new Role.ImageIndex()),
        DigestRoles.find(evidence, Layouts.sha256(image.file("index.json"))));
    Descriptor config = present(evidence.image().config());
    assertEquals(List.of(new Role.Config()), DigestRoles.find(evidence, config.digest()));
    assertEquals(
        List.of(new Role.Layer(2, 3)),
        DigestRoles.find(evidence, evidence.image().layers().get(1).digest()));
    assertEquals(
        List.of(new Role.DiffId(2, 3)),
        DigestRoles.find(evidence, evidence.image().diffIds().get(1)));
    assertEquals(
        List.of(new Role.Layer(3, 3), new Role.DiffId(3, 3)),
        DigestRoles.find(evidence, evidence.image().diffIds().get(2)),
        "an uncompressed layer is its own diffID");
    assertEquals(
        List.of(), DigestRoles.find(evidence, Layouts.sha256(Files.readAllBytes(archive))));
  }

  @Test
  void progressCountsEveryByteOfContent() {
    Layouts image = Layouts.oneImage();
    image.store(archive);
    long[] seen = {0, 0};
    Progress progress =
        new Progress() {
          @Override
          public void total(long bytes) {
            seen[0] += bytes;
          }

          @Override
          public void advance(long bytes) {
            seen[1] += bytes;
          }
        };
    ImageArchive.inspect(archive, request(Depth.LAYERS, false, progress));
    assertTrue(seen[0] > 0);
    assertEquals(seen[0], seen[1]);
  }
}
