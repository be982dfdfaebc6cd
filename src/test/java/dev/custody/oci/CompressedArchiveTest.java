package dev.custody.oci;

import static dev.custody.oci.Compressed.bzip2;
import static dev.custody.oci.Compressed.joined;
import static dev.custody.oci.Compressed.xz;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;

/** Archives and layers in every compression that skopeo knows, in one part or several, damaged. */
class CompressedArchiveTest {
  private static final Layouts IMAGE = Layouts.oneImage();
  private static final byte[] TAR = IMAGE.tar();
  private static final byte[] HALF = Arrays.copyOf(TAR, 3000);
  private static final byte[] REST = Arrays.copyOfRange(TAR, 3000, TAR.length);
  private static final byte[] JUNK = Layouts.bytes("junk that is longer than eighteen bytes");
  private static final byte[] SKIPPABLE = HexFormat.of().parseHex("502a4d180400000061626364");

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path archive = memory.getPath("/work/image.tar");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private ArchiveEvidence inspect(byte[] file) {
    return inspect(file, Depth.LAYERS);
  }

  private ArchiveEvidence inspect(byte[] file, Depth depth) {
    return ImageArchive.inspect(
        Layouts.write(archive, file),
        Layouts.request(depth, 2, PageCache.UNTOUCHED, UnpackingLimits.within(() -> 128L << 20)));
  }

  /** A file, and how it is compressed. */
  static final class Form {
    private final Compression compression;
    private final byte[] file;

    Form(Compression compression, byte[] file) {
      this.compression = compression;
      this.file = file;
    }

    byte[] file() {
      return file;
    }

    Compression compression() {
      return compression;
    }

    @Override
    public String toString() {
      return compression + " of " + file.length + " bytes";
    }
  }

  private static Stream<Form> whole() throws IOException {
    return Stream.of(
        new Form(Compression.GZIP, Layouts.gzip(TAR)),
        new Form(Compression.GZIP, joined(Layouts.gzip(HALF), Layouts.gzip(REST))),
        new Form(Compression.GZIP, joined(Layouts.gzip(new byte[0]), Layouts.gzip(TAR))),
        new Form(Compression.BZIP2, bzip2(TAR)),
        new Form(Compression.BZIP2, joined(bzip2(HALF), bzip2(REST))),
        new Form(Compression.XZ, xz(TAR)),
        new Form(Compression.XZ, joined(xz(HALF), new byte[8], xz(REST), new byte[4])),
        new Form(Compression.ZSTD, Zstd.compress(TAR)),
        new Form(Compression.ZSTD, joined(Zstd.compress(HALF), SKIPPABLE, Zstd.compress(REST))));
  }

  @ParameterizedTest
  @MethodSource("whole")
  void archiveIsReadInOneMemberOrSeveral(Form form) {
    ArchiveEvidence evidence = inspect(form.file());
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(form.compression(), evidence.file().compression());
    assertEquals(IMAGE.digest(0), evidence.image().digest());
    assertEquals(3, evidence.checks().layersCompared());
  }

  @ParameterizedTest
  @MethodSource("whole")
  void cutCompressedDataIsCutShort(Form form) {
    for (int left : new int[] {form.file().length / 2, form.file().length - 9}) {
      ArchiveEvidence evidence = inspect(Arrays.copyOf(form.file(), left), Depth.STRUCTURE);
      assertEquals(
          Kind.TRUNCATED, evidence.checks().problems().getFirst().kind(), () -> "cut to " + left);
    }
  }

  @ParameterizedTest
  @MethodSource("whole")
  void flippedBitsNeverPassNorCrash(Form form) {
    Random random = new Random(14);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = form.file().clone();
      damaged[12 + random.nextInt(damaged.length - 12)] ^= (byte) (1 << random.nextInt(8));
      ArchiveEvidence evidence = inspect(damaged, Depth.CONTENT);
      // A header's time, name or operating system may be anything.
      assertTrue(
          !evidence.checks().problems().isEmpty()
              || IMAGE.digest(0).equals(evidence.image().digest()),
          evidence::toString);
    }
  }

  @Test
  void whatFollowsTheCompressedTarIsNotReadBySkopeoEither() throws IOException {
    for (byte[] whole : List.of(Layouts.gzip(TAR), bzip2(TAR), xz(TAR))) {
      ArchiveEvidence evidence = inspect(joined(whole, JUNK));
      assertEquals(List.of(), evidence.checks().problems());
      assertTrue(
          evidence.checks().notes().stream()
              .anyMatch(note -> note.contains("skopeo does not read that far")),
          evidence.checks().notes()::toString);
    }
  }

  @Test
  void junkBetweenMembersIsRefused() throws IOException {
    for (byte[] parts :
        List.of(
            joined(Layouts.gzip(HALF), JUNK, Layouts.gzip(REST)),
            joined(bzip2(HALF), JUNK, bzip2(REST)),
            joined(xz(HALF), new byte[3], xz(REST)))) {
      assertEquals(Kind.MALFORMED, inspect(parts).checks().problems().getFirst().kind());
    }
  }

  /** skopeo 1.9.3 was tried on each: what it reads is read, what it refuses is refused. */
  @Test
  void aGzipHeaderIsReadAsGoReadsIt() {
    String name = "n".repeat(511);
    for (byte[] header :
        List.of(
            gzipHeader(0xe0, ""), // reserved flags
            gzipHeader(4, "\4\0ABCD"), // no valid subfield
            gzipHeader(4, "\6\0BC\2\0\1\2"),
            gzipHeader(8 | 16, name + "\0" + name + "\0"))) {
      ArchiveEvidence evidence = inspect(joined(header, afterHeader()));
      assertEquals(List.of(), evidence.checks().problems());
      assertEquals(IMAGE.digest(0), evidence.image().digest());
    }
    byte[] plain = gzipHeader(2, "");
    CRC32 checksum = new CRC32();
    checksum.update(plain);
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    assertEquals(List.of(), inspect(joined(plain, sum, afterHeader())).checks().problems());
    byte[] wrong = {sum[0], (byte) (sum[1] ^ 1)};
    assertEquals(Kind.MALFORMED, refusal(joined(plain, wrong, afterHeader())).kind());
    // pgzip counts the first ten bytes in, others all.
    byte[] named = gzipHeader(2 | 8, "n\0");
    CRC32 all = new CRC32();
    all.update(named);
    byte[] sumOfAll = {(byte) all.getValue(), (byte) (all.getValue() >> 8)};
    assertEquals(Kind.UNSUPPORTED, refusal(joined(named, sumOfAll, afterHeader())).kind());
    for (int flag : new int[] {8, 16}) {
      Problem longText = refusal(joined(gzipHeader(flag, name + "n\0"), afterHeader()));
      assertEquals(Kind.UNSUPPORTED, longText.kind());
      assertTrue(longText.message().contains("more than 511 bytes"), longText.message());
    }
  }

  private Problem refusal(byte[] file) {
    return inspect(file, Depth.STRUCTURE).checks().problems().getFirst();
  }

  private static byte[] gzipHeader(int flags, String fields) {
    byte[] start = {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, (byte) 0xff};
    return joined(start, fields.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] afterHeader() {
    byte[] gzip = Layouts.gzip(TAR);
    return Arrays.copyOfRange(gzip, 10, gzip.length);
  }

  private ArchiveEvidence withLayer(String mediaType, byte[] content, byte[] stored) {
    Layouts image = new Layouts();
    String layer = image.layer(mediaType, stored);
    image.entry(image.image("amd64", List.of(content), List.of(layer)), "latest").index();
    return inspect(image.tar());
  }

  @Test
  void layersAreReadInEveryCompression() throws IOException {
    byte[] tar = Layouts.tar(Map.of("etc/one", Layouts.bytes("one")));
    for (byte[] stored :
        List.of(
            tar,
            bzip2(tar),
            xz(tar),
            Zstd.compress(tar),
            joined(Layouts.gzip(Arrays.copyOf(tar, 700)), Layouts.gzip(tail(tar, 700))))) {
      ArchiveEvidence evidence = withLayer(Layouts.GZIP_LAYER, tar, stored);
      assertEquals(List.of(), evidence.checks().problems());
      assertEquals(1, evidence.checks().layersCompared());
    }
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  @Test
  void junkAfterALayersGzipIsRefusedAsPodmanDoes() {
    byte[] tar = Layouts.tar(Map.of("etc/one", Layouts.bytes("one")));
    for (byte[] tail : List.of(JUNK, new byte[512])) {
      ArchiveEvidence evidence =
          withLayer(Layouts.GZIP_LAYER, tar, joined(Layouts.gzip(tar), tail));
      assertEquals(Kind.MALFORMED, evidence.checks().problems().getFirst().kind());
      assertEquals(1, evidence.checks().problems().size());
    }
  }

  @Test
  void aSkippableFrameInFrontMakesNoZstdForSkopeo() {
    Problem problem = inspect(joined(SKIPPABLE, Zstd.compress(TAR))).checks().problems().getFirst();
    assertEquals(Kind.NOT_AN_ARCHIVE, problem.kind());
  }

  @Test
  void aLayerThatBeginsWithASkippableFrameIsReadInTwoWays() {
    byte[] tar = Layouts.tar(Map.of("etc/one", Layouts.bytes("one")));
    Problem problem =
        withLayer(Layouts.ZSTD_LAYER, tar, joined(SKIPPABLE, Zstd.compress(tar)))
            .checks()
            .problems()
            .getFirst();
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("skippable zstd frame"), problem::message);
  }

  @Test
  void aPlainTarMayBeginLikeASkippableFrame() {
    Layouts image = new Layouts();
    image.files.put("P*M\u0018", Layouts.bytes("x"));
    image.entry(image.image("amd64"), "latest").index();
    ArchiveEvidence evidence = inspect(image.tar());
    assertEquals(Compression.NONE, evidence.file().compression());
    assertEquals(image.digest(0), evidence.image().digest());
  }

  @Test
  void anXzDictionaryIsBoundedBeforeItIsAllocated() throws IOException {
    LZMA2Options huge = new LZMA2Options(1);
    huge.setDictSize(LZMA2Options.DICT_SIZE_MIN);
    byte[] file = Compressed.xz(TAR, huge, XZ.CHECK_CRC32);
    // Only the claim is raised: the dictionary's byte of the block header, and its checksum.
    Compressed.claimDictionary(file, 40);
    assertEquals(
        "/work/image.tar needs an xz dictionary of 4294967295 bytes, more than the 16 MiB for which"
            + " custody has memory. Compress it again with xz -7 or less, or unpack it first.",
        inspect(file).checks().problems().getFirst().message());
    byte[] later = joined(xz(HALF), Compressed.claimDictionary(xz(REST), 30));
    assertTrue(
        inspect(later)
            .checks()
            .problems()
            .getFirst()
            .message()
            .contains("than its first block, for which custody reserved 8 MiB"),
        inspect(later)::toString);
  }

  @Test
  void xzThatGoCannotReadIsSaidToBe() throws IOException {
    byte[] unchecked = Compressed.xz(TAR, new LZMA2Options(), XZ.CHECK_NONE);
    Problem problem = inspect(unchecked).checks().problems().getFirst();
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("no integrity check"), problem::message);
    Problem filtered = inspect(Compressed.xzWithX86Filter(TAR)).checks().problems().getFirst();
    assertEquals(Kind.UNSUPPORTED, filtered.kind());
    assertTrue(filtered.message().contains("other filters"), filtered::message);
  }
}
