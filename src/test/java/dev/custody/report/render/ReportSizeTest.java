package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.UnreadableRecordException;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Many records still give a document that people can open. */
class ReportSizeTest {
  @TempDir Path directory;

  /** Writes {@code count} records of as many tasks, each one second after the other. */
  static void many(Path directory, int count, boolean runs)
      throws IOException, UnreadableRecordException {
    String json = Files.readString(ReportGoldenTest.REPORTS.resolve("clean/records/build.json"));
    ObjectNode tree = RecordJson.mapper().valueToTree(RecordFile.parse(json, "build.json"));
    for (int i = 0; i < count; i++) {
      ObjectNode step = (ObjectNode) tree.get("step");
      step.put("pipelineTask", "task-" + i);
      step.put("taskRun", "release-7-task-" + i);
      if (runs) {
        step.put("pipelineRunUid", "uid-" + i);
        step.put("pipelineRun", "release-" + i);
      }
      tree.put(
          "createdAt", java.time.Instant.parse("2026-11-23T19:24:00Z").plusSeconds(i).toString());
      ExecutionRecord record = RecordJson.mapper().treeToValue(tree, ExecutionRecord.class);
      Files.write(directory.resolve("record-" + i + ".json"), RecordFile.bytes(record));
    }
  }

  @Test
  void fiveHundredTasksOfOneRunStayReadable() throws IOException, UnreadableRecordException {
    many(directory, 500, false);
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().add(directory, "records"));
    assertEquals(VerdictWord.PASS, document.verdict());
    int columns = document.runs().getFirst().columns().size();
    assertTrue(columns > 150, () -> columns + " columns");
    assertEquals("task-0", document.runs().getFirst().columns().getFirst().task(), "the build's");
    assertEquals(
        500 - columns + " records", document.missing().getFirst().replaceAll(" are left.*", ""));
    assertTrue(MarkdownDocument.render(document).length() < 65_536, "an issue has no more room");
    assertTrue(HtmlDocument.render(document).length() < 4_000_000);
  }

  /** A look that found something else is worth more than one that found the same again. */
  @Test
  void whatDiffersIsNotLeftOut() throws IOException, UnreadableRecordException {
    many(directory, 500, false);
    Path other = directory.resolve("record-7.json");
    String json = Files.readString(other);
    Files.writeString(other, json.replaceAll("sha256:[0-9a-f]{8}", "sha256:99999999"));
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().add(directory, "records"));
    assertEquals(VerdictWord.FAIL, document.verdict());
  }

  @Test
  void ofFiveHundredRunsOnOneVolumeTheNewestAreReportedOn()
      throws IOException, UnreadableRecordException {
    many(directory, 500, true);
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().add(directory, "records"));
    int runs = document.runs().size();
    assertTrue(runs > 150, () -> runs + " runs");
    assertTrue(document.runs().stream().anyMatch(r -> r.id().name().contains("release-499")));
    assertTrue(document.missing().getFirst().contains(500 - runs + " oldest runs"));
    assertEquals(1, document.volumes().size());
    String html = HtmlDocument.render(document);
    assertTrue(html.contains("Other runs"));
    assertTrue(html.length() < 4_000_000, () -> "html " + html.length());
  }

  @Test
  void readsNoMoreThanItsShareOfALargeFile() {
    RecordCollection collection =
        new RecordCollection().add(new ByteArrayInputStream(new byte[17 << 20]), "zeros");
    assertEquals(0, collection.records().size());
    assertTrue(collection.unreadable().getFirst().contains("larger than 4 MiB"));
  }
}
