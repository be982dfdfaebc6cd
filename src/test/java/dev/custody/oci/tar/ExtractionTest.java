package dev.custody.oci.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.tar.Extraction.Refused;
import dev.custody.oci.tar.Tree.Leaf;
import dev.custody.oci.tar.Tree.NoWay;
import dev.custody.oci.tar.Tree.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What containers/storage's Untar leaves, entry by entry. */
class ExtractionTest {
  private static @Nullable Node left(Extraction extraction, String path) throws NoWay {
    return extraction.tree().follow(path).node();
  }

  private static TarEntry entry(@Nullable Node node) {
    return ((Leaf) Objects.requireNonNull(node)).entry();
  }

  private static Kind refusal(Entries entries) {
    return assertThrows(Refused.class, entries::extract).kind();
  }

  @Test
  void theLastFileOfANameStays() throws Refused, NoWay {
    Entries entries = new Entries().file("./a", "first").file("a", "second");
    Extraction extraction = entries.extract();
    assertEquals(entries.stored.get(1), entry(left(extraction, "a")));
    assertEquals(entries.stored.get(1), extraction.replaced().getFirst().after());
  }

  @Test
  void aDirectoryKeepsWhatIsInIt() throws Refused, NoWay {
    Entries entries = new Entries().file("d/a", "x").directory("d/");
    Extraction extraction = entries.extract();
    assertEquals(entries.stored.getFirst(), entry(left(extraction, "d/a")));
    assertEquals(0, extraction.replaced().size());
  }

  @Test
  void aFileOverADirectoryRemovesAllOfIt() throws Refused, NoWay {
    Extraction extraction = new Entries().file("d/a", "x").file("d", "y").extract();
    assertThrows(NoWay.class, () -> left(extraction, "d/a"));
  }

  /** Directories get their times at the end, and by then this one is gone. */
  @Test
  void aDirectoryThatALaterEntryRemovesIsRefused() {
    assertEquals(Kind.MALFORMED, refusal(new Entries().directory("d/e").file("d", "x")));
  }

  @Test
  void aHardLinkKeepsWhatItsTargetHeldThen() throws Refused, NoWay {
    Entries entries = new Entries().file("a", "first").hardLink("b", "a").file("a", "second");
    Extraction extraction = entries.extract();
    assertEquals(entries.stored.getFirst(), entry(left(extraction, "b")));
    assertEquals("a", extraction.hardLinks().getFirst().target());
  }

  @Test
  void aHardLinkToWhatIsNotYetThereIsRefused() {
    assertEquals(Kind.MALFORMED, refusal(new Entries().hardLink("b", "a").file("a", "x")));
  }

  @Test
  void aFileBelowALinkIsWrittenWhereTheLinkLeads() throws Refused, NoWay {
    Entries entries = new Entries().directory("d").symbolicLink("l", "d").file("l/a", "x");
    Extraction extraction = entries.extract();
    assertEquals(entries.stored.getLast(), entry(left(extraction, "d/a")));
    assertEquals(entries.stored.getLast(), extraction.throughLinks().getFirst());
  }

  @Test
  void aLinkIsReplacedAndNotWrittenThrough() throws Refused, NoWay {
    Entries entries = new Entries().file("a", "x").symbolicLink("l", "a").file("l", "y");
    Extraction extraction = entries.extract();
    assertEquals(entries.stored.getFirst(), entry(left(extraction, "a")));
    assertEquals(entries.stored.getLast(), entry(left(extraction, "l")));
  }

  @Test
  void aGlobalHeaderRemovesTheFileOfItsName() throws Refused, NoWay {
    Extraction extraction =
        new Entries().file("a", "x").of("a", TarEntry.Type.GLOBAL, 'g').extract();
    assertNull(left(extraction, "a"));
  }

  @Test
  void whatLeadsOutOfTheArchiveIsRefused() {
    assertEquals(Kind.MALFORMED, refusal(new Entries().file("../a", "x")));
    assertEquals(Kind.MALFORMED, refusal(new Entries().symbolicLink("a", "../../b")));
    assertEquals(Kind.MALFORMED, refusal(new Entries().hardLink("a", "../b")));
    assertEquals(
        Kind.AMBIGUOUS_ARCHIVE,
        refusal(new Entries().symbolicLink("d", "/etc").file("d/passwd", "x")));
  }

  @Test
  void whatOnlySomeCanUnpackIsRefused() {
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, refusal(new Entries().of("x", TarEntry.Type.DEVICE, '3')));
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, refusal(new Entries().of("x", TarEntry.Type.OTHER, 'V')));
  }

  @Test
  void theDirectoryItselfMayBeAnEntry() throws Refused {
    new Entries().directory("./").directory("/").file("a", "x").extract();
    assertEquals(Kind.MALFORMED, refusal(new Entries().file("/", "x")));
  }
}
