package dev.custody.oci.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Layouts;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarReader.End;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk over a tar's headers, checked with commons-compress as the writer. */
public class TarReaderTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static TarReader reader(byte[] tar) {
    return new TarReader(
        TarSource.of(new ByteArrayInputStream(tar), new byte[1024]), "x.tar", 1000);
  }

  private List<TarEntry> entries() throws IOException, UnreadableArchive {
    TarReader reader = reader(out.toByteArray());
    List<TarEntry> entries = new ArrayList<>();
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      entries.add(entry);
    }
    return entries;
  }

  private Kind fault() {
    return assertThrows(UnreadableArchive.class, this::entries).problem().kind();
  }

  /** A header block with the given type and size field. */
  public static byte[] header(String name, char type, String size) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 124, size);
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    return seal(block);
  }

  /** Computes the checksum. */
  public static byte[] seal(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += block[i] & 0xff;
    }
    put(block, 148, String.format("%06o\0", sum));
    return block;
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private void content(byte[] content) {
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
  }

  private void pax(String... records) {
    byte[] all = String.join("", records).getBytes(StandardCharsets.UTF_8);
    out.writeBytes(header("pax", 'x', Integer.toOctalString(all.length)));
    content(all);
  }

  @Test
  void readsWhatCommonsCompressWrites() throws Exception {
    String name = "ü/".repeat(90) + "file";
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
      out.reset();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
        tar.setLongFileMode(mode);
        Layouts.put(tar, new TarArchiveEntry(name), Layouts.bytes("content"));
        TarArchiveEntry link = new TarArchiveEntry("link", TarArchiveEntry.LF_SYMLINK);
        link.setLinkName(name);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      List<TarEntry> entries = entries();
      assertEquals(2, entries.size());
      assertEquals(name, entries.get(0).name());
      assertEquals(7, entries.get(0).size());
      assertEquals(0100644, entries.get(0).mode());
      assertEquals(TarEntry.Type.SYMBOLIC_LINK, entries.get(1).type());
      assertEquals(name, entries.get(1).target());
    }
  }

  /** As old tars on machines whose char is signed computed it; 768 more is the unsigned sum. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, false", "-256, false", "768, true"})
  void acceptsASignedSumOfTheHeader(int off, boolean accepted) {
    byte[] block = header("\u00ff\u0080\u00e9", '0', "0");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i];
    }
    put(block, 148, String.format("%06o\0\0", sum + off));
    assertEquals(accepted, isHeader(block));
  }

  private static boolean isHeader(byte[] block) {
    try {
      TarHeader.decode(block);
      return true;
    } catch (TarHeader.BadHeader e) {
      return false;
    }
  }

  @Test
  void sizeAboveEightGibibytesByPaxOrBase256() throws Exception {
    long size = 9L << 30;
    pax("19 size=9663676416\n");
    out.writeBytes(header("big", '0', "00000000000"));
    TarEntry pax = entry(out.toByteArray());
    assertEquals(size, pax.size());
    assertEquals(1536, pax.offset());
    assertEquals(0, pax.header() % 512);
    byte[] block = header("big", '0', "");
    block[124] = (byte) 0x80;
    for (int i = 0; i < 8; i++) {
      block[128 + i] = (byte) (size >>> (56 - 8 * i));
    }
    assertEquals(size, entry(seal(block)).size());
  }

  private static TarEntry entry(byte[] tar) throws IOException, UnreadableArchive {
    TarEntry entry = reader(tar).next();
    if (entry == null) {
      throw new AssertionError("no entry");
    }
    return entry;
  }

  @Test
  void negativeOrOverlongSizesAreNoHeaders() {
    byte[] negative = header("a", '0', "");
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    out.writeBytes(header("ok", '0', "0"));
    out.writeBytes(seal(negative));
    assertEquals(Kind.MALFORMED, fault());
    out.reset();
    byte[] huge = header("a", '0', "");
    Arrays.fill(huge, 124, 136, (byte) 0x7f);
    huge[124] = (byte) 0xbf;
    out.writeBytes(header("ok", '0', "0"));
    out.writeBytes(seal(huge));
    assertEquals(Kind.MALFORMED, fault());
  }

  @Test
  void sizeThatOverflowsTheOffsetIsMalformed() {
    byte[] block = header("a", '0', "");
    block[124] = (byte) 0x80;
    block[128] = 0x7f;
    Arrays.fill(block, 129, 136, (byte) 0xff);
    out.writeBytes(seal(block));
    assertEquals(Kind.MALFORMED, fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "size=1\n",
        "7 size=1",
        "99 size=1\n",
        "3 \n",
        "0 size=1\n",
        "10 size=-1\n",
        "30 size=99999999999999999999\n",
        "999999999999999999999 a=b\n",
        "6 abc\n"
      })
  void malformedPaxRecords(String record) {
    pax(record);
    out.writeBytes(header("a", '0', "0"));
    assertEquals(Kind.MALFORMED, fault());
  }

  @Test
  void extensionHeaderIsNotAllocatedByItsClaim() {
    for (char type : new char[] {'x', 'L', 'K', 'g'}) {
      out.reset();
      out.writeBytes(header("bomb", type, "77777777777"));
      assertEquals(Kind.TOO_LARGE, fault());
    }
  }

  @Test
  void globalHeadersAndUnknownTypesArePassedOver() throws Exception {
    out.writeBytes(header("g", 'g', "11"));
    content(Layouts.bytes("9 mtime=\n"));
    out.writeBytes(header("volume", 'V', "3"));
    content(new byte[3]);
    out.writeBytes(header("a", '0', "0"));
    assertEquals(
        List.of(TarEntry.Type.GLOBAL, TarEntry.Type.OTHER, TarEntry.Type.FILE),
        entries().stream().map(TarEntry::type).toList());
  }

  @Test
  void directoriesHaveNoContentWhateverTheyClaim() throws Exception {
    out.writeBytes(header("d/", '5', "1000"));
    out.writeBytes(header("a", '0', "0"));
    assertEquals(List.of("d", "a"), entries().stream().map(TarEntry::name).toList());
  }

  @Test
  void oldGnuSparseMapIsPassedOver() throws Exception {
    byte[] sparse = header("s", 'S', "1000");
    put(sparse, 257, "ustar  \0");
    sparse[482] = 1;
    out.writeBytes(seal(sparse));
    byte[] more = new byte[512];
    more[504] = 1;
    out.writeBytes(more);
    out.writeBytes(new byte[512]);
    content(new byte[512]);
    out.writeBytes(header("a", '0', "0"));
    List<TarEntry> entries = entries();
    assertTrue(entries.get(0).sparse());
    assertEquals(1536, entries.get(0).offset());
    assertEquals("a", entries.get(1).name());
  }

  @Test
  void dataAfterOneZeroBlockIsMalformed() {
    out.writeBytes(header("a", '0', "0"));
    out.writeBytes(new byte[512]);
    out.writeBytes(header("b", '0', "0"));
    assertEquals(Kind.MALFORMED, fault());
  }

  @Test
  void endsAfterAnExtensionHeaderAreCuts() {
    pax("12 path=abcd\n".replace("12", "13"));
    assertEquals(Kind.TRUNCATED, fault());
  }

  @Test
  void nothingAtAllHasNoMarker() throws Exception {
    TarReader reader = reader(new byte[0]);
    assertNull(reader.next());
    assertEquals(End.NO_MARKER, reader.end());
  }

  @ParameterizedTest
  @CsvSource({
    "index.json, index.json",
    "./index.json, index.json",
    "/index.json, index.json",
    "blobs//sha256/./x, blobs/sha256/x",
    "a/../index.json, index.json",
    "blobs/, blobs",
    ".hidden, .hidden",
    "a/.b, a/.b",
    "a/..b, a/..b",
    ".hidden/..x, .hidden/..x",
    "a/./b/../c, a/c",
    "./, ''",
    "a/.., ''",
    "a/b/../../..,",
    "../x,",
    "a/../../x,",
    "/../x, x",
    "..,"
  })
  void namesAreCleanedAsExtractionWould(String raw, @Nullable String clean) {
    assertEquals(clean, TarEntry.clean(raw));
  }
}
