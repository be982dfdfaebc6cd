package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Archives that are cut short or overwritten anywhere. */
class CutArchiveTest extends ArchiveInMemory {
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
        "/work/image.tar has no valid tar header at offset 1024 (the checksum does not match:"
            + " recorded 9939, the bytes sum to 9427); the file was damaged or overwritten there,"
            + " or the exporter wrote it wrongly: export the image again.",
        inspect(tar));
  }
}
