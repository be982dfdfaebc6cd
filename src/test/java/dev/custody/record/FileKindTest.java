package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "1f8b0800000000000003, GZIP",
    "28b52ffd04000000,     ZSTD",
    "fd377a585a000004,     XZ",
    "425a683931415926,     BZIP2",
  })
  void firstBytesTellThePacking(String hex, FileKind kind) {
    assertEquals(kind, FileKind.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void aTarIsKnownByItsHeader() {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertEquals(FileKind.TAR, FileKind.of(tar));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "ustar", "2026-11-25T10:00:00Z a log line"})
  void textIsNoneOfThem(String text) {
    assertNull(FileKind.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
