package dev.custody.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.DirectoryListing;
import dev.custody.linux.FileType;
import dev.custody.linux.ListedEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of the archive's directory. */
class WorkspaceTextTest {
  private static ListedEntry file(String name, long size) {
    return new ListedEntry(name, FileType.REGULAR, 0644, 0, 0, size, Instant.EPOCH, null, null);
  }

  private static DirectoryListing listing(int more, ListedEntry... entries) {
    return new DirectoryListing("/w", List.of(entries), more, null);
  }

  @Test
  void tellsWhatAppearedVanishedAndChanged() {
    assertEquals(
        List.of(
            "/w/image.tar changed: regular 0644 0:0 5 B 1970-01-01T00:00:00Z, now regular 0644 0:0"
                + " 7 B 1970-01-01T00:00:00Z",
            "/w/new appeared: regular 0644 0:0 1 B 1970-01-01T00:00:00Z",
            "/w/old vanished: regular 0644 0:0 1 B 1970-01-01T00:00:00Z"),
        WorkspaceText.changes(
                listing(0, file("image.tar", 5), file("kept", 2), file("old", 1)),
                listing(0, file("image.tar", 7), file("kept", 2), file("new", 1)))
            .stream()
            .map(NameChange::toString)
            .toList());
  }

  /** Names that did not fit into a listing may have been there all the time. */
  @Test
  void aListingThatWasCutProvesNothing() {
    assertEquals(
        List.of(), WorkspaceText.changes(listing(9, file("a", 1)), listing(9, file("b", 1))));
  }

  @Test
  void pointsOutASecondFileOfTheName() {
    assertEquals(
        List.of("/w/sub/image.tar: regular 0644 0:0 7 B 1970-01-01T00:00:00Z"),
        WorkspaceText.namesakes(
                "/w/image.tar",
                listing(0, file("image.tar", 5), file("sub/image.tar", 7), file("x", 1)))
            .map(LookAlike::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "image.tar, Image.tar, true",
    "image.tar, image.tar.tmp, true",
    "image.tar, .image.tar.5f3a.tmp, true",
    "image.tar, image-2.tar, true",
    "image.tar, imag.tar, true",
    "image.tar, old-image.tar, true",
    "image.tar, image.tar, false",
    "image.tar, image.tra, true",
    "image.tar, layers, false",
    "image.tar, sub/image.tar, false",
    "image.tar, readme.md, false",
  })
  void pointsOutNamesThatOneCouldTakeForIt(String wanted, String name, boolean alike) {
    assertEquals(alike, WorkspaceText.alike(wanted, name));
  }

  @Test
  void namesAreNotTrusted() {
    String text =
        WorkspaceText.neighbours("/w/image.tar", listing(0, file("image.tar\n\u001b[2J", 1)));
    assertEquals(1, text.lines().count(), text);
    assertTrue(text.indexOf('\u001b') < 0, text);
  }
}
