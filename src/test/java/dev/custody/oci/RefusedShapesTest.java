package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarReaderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes that are refused, and floods that are bounded. */
class RefusedShapesTest extends ArchiveInMemory {
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
    assertTrue(problem.message().contains("too many entry names"), problem::message);
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
