package dev.custody.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPageTest {
  @Test
  void wrapsAtHundredColumnsUnderItsText() {
    String page = new TextPage().row("evidence", "word ".repeat(40).strip()).toString();
    assertTrue(page.lines().allMatch(l -> l.length() <= TextPage.COLUMNS), page);
    assertTrue(page.lines().skip(1).allMatch(l -> l.startsWith(" ".repeat(17) + "word")), page);
    assertEquals(40, page.split("word", -1).length - 1);
  }

  @Test
  void keepsALongWordWhole() {
    String digest = "sha512:" + "a".repeat(128);
    assertTrue(new TextPage().row("digest", digest).toString().contains(digest));
  }

  @Test
  void disarmsWhatWouldForgeALogLine() {
    assertEquals(
        "image\\u{a}PASS\\u{1b}[2J\\u{202e}.tar\n",
        new TextPage().line("image\nPASS\u001b[2J\u202e.tar").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "14000000000, 14.0 GB",
    "9223372036854775807, 9.2 EB",
  })
  void writesSizesInDecimalUnits(long bytes, String text) {
    assertEquals(text, Sizes.brief(bytes));
  }
}
