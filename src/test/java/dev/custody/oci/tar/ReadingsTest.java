package dev.custody.oci.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What closes the gate, and what is only odd. */
class ReadingsTest {
  private static final String BLOB = "blobs/sha256/" + "a".repeat(64);

  private final Problems problems = new Problems();

  /** The places of the problems, all of them two readings. */
  private List<String> twice(Entries entries) throws IOException, Extraction.Refused {
    Extraction extraction = entries.extract();
    Map<String, TarEntry> left = new LinkedHashMap<>();
    for (TarEntry entry : entries.stored) {
      String name = entry.name();
      if (name != null && entry.type() != TarEntry.Type.DIRECTORY) {
        left.put(name, entry);
      }
    }
    new Readings("image.tar", extraction, left, problems, (entry, _) -> entries.content(entry))
        .of(entries.stored);
    problems.problems().forEach(p -> assertEquals(Kind.AMBIGUOUS_ARCHIVE, p.kind(), p::message));
    return problems.problems().stream().map(Problem::place).toList();
  }

  @Test
  void aSecondIndexWithOtherContent() throws IOException, Extraction.Refused {
    Entries entries = new Entries().file("index.json", "one").file("./index.json", "two");
    assertEquals(List.of("entry ./index.json"), twice(entries));
  }

  @Test
  void aCopyIsOnlyOdd() throws IOException, Extraction.Refused {
    Entries entries = new Entries().file("index.json", "one").file("index.json", "one");
    assertEquals(List.of(), twice(entries));
    assertEquals(1, problems.notes().size(), problems.notes()::toString);
  }

  @Test
  void whatNoImageHasMayBeThereTwice() throws IOException, Extraction.Refused {
    Entries entries = new Entries().file("readme", "one").file("readme", "two");
    assertEquals(List.of(), twice(entries));
  }

  @Test
  void aHardLinkWhoseTargetIsReplacedLater() throws IOException, Extraction.Refused {
    Entries entries =
        new Entries().file("kept", "one").hardLink("index.json", "kept").file("kept", "two");
    assertEquals(List.of("entry kept", "entry index.json"), twice(entries));
  }

  @Test
  void aHardLinkWhoseTargetStaysIsReadable() throws IOException, Extraction.Refused {
    assertEquals(List.of(), twice(new Entries().file("kept", "x").hardLink(BLOB, "kept")));
  }

  @Test
  void aLinkInsideTheArchiveIsReadable() throws IOException, Extraction.Refused {
    Entries entries = new Entries().file("kept", "x").symbolicLink("index.json", "kept");
    assertEquals(List.of(), twice(entries));
  }

  /** The file is no file of the image but by the link that leads to it. */
  @Test
  void whatALinkLeadsToMatters() throws IOException, Extraction.Refused {
    Entries entries =
        new Entries().file("kept", "1").symbolicLink("index.json", "kept").file("kept", "2");
    assertEquals(List.of("entry kept"), twice(entries));
  }

  @Test
  void aLinkOutOfTheArchive() throws IOException, Extraction.Refused {
    Entries entries = new Entries().symbolicLink("index.json", "/etc/index.json");
    assertEquals(List.of("entry index.json"), twice(entries));
  }

  @Test
  void aFileWrittenThroughALinkedDirectory() throws IOException, Extraction.Refused {
    Entries entries = new Entries().directory("d").symbolicLink("blobs", "d").file("blobs/x", "x");
    assertEquals(List.of("entry blobs/x"), twice(entries));
  }

  @Test
  void onlyTheFirstTenAreListed() throws IOException, Extraction.Refused {
    Entries entries = new Entries();
    for (int i = 0; i < 12; i++) {
      entries.file("blobs/sha256/" + i, "one").file("blobs/sha256/" + i, "two");
    }
    assertEquals(10, twice(entries).size());
    assertEquals(
        1, problems.notes().stream().filter(note -> note.startsWith("2 more entries")).count());
  }
}
