package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.ArchiveEvidence;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Lines of logs that set digests side by side which can never be equal. */
class DigestNotesTest {
  private static final Path CLEAN = Path.of("src/test/resources/report/clean/records");

  private static List<String> notes(String log) {
    RecordCollection collection =
        new RecordCollection()
            .add(CLEAN, "records")
            .addLog(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "log");
    return ReportBuilder.document(collection).runs().getFirst().beside().digests();
  }

  private static ArchiveEvidence archive() {
    FoundRecord first = new RecordCollection().add(CLEAN, "records").records().getFirst();
    return Objects.requireNonNull(first.evidence().archive());
  }

  /** As people shorten them when they ask in a chat. */
  @Test
  void digestsOfEightDigitsAreKnownByTheirBeginning() {
    String manifest = Objects.requireNonNull(archive().image().digest()).hex();
    String layer = archive().image().layers().getFirst().digest().hex();
    String line =
        "the registry shows "
            + manifest.substring(0, 8)
            + ", the layer is sha256:"
            + layer.substring(0, 12);
    List<String> notes = notes(line + "\n");
    assertEquals(1, notes.size(), notes::toString);
    assertTrue(notes.getFirst().contains(manifest), notes::toString);
    assertTrue(notes.getFirst().contains(layer), notes::toString);
    assertEquals(List.of(), notes("shows " + manifest.substring(0, 7) + " and " + layer + "\n"));
  }

  @Test
  void otherNumbersAreNoDigests() {
    String layer = archive().image().layers().getFirst().digest().hex().substring(0, 8);
    assertEquals(
        List.of(),
        notes("run " + layer + "-3a1b-4f7e-9a34-5f1d6e0c7a11 took 20261123 of deadbeef\n"));
  }
}
