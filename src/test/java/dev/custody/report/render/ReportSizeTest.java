package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    assertEquals("pass", document.verdict());
    assertEquals(500, document.runs().getFirst().columns().size());
    assertTrue(MarkdownDocument.render(document).length() < 65_536, "an issue has no more room");
    assertTrue(HtmlDocument.render(document).length() < 12_000_000);
  }

  @Test
  void fiveHundredRunsOnOneVolumeStayReadable() throws IOException, UnreadableRecordException {
    many(directory, 500, true);
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().add(directory, "records"));
    assertEquals(500, document.runs().size());
    assertEquals(1, document.volumes().size());
    String html = HtmlDocument.render(document);
    assertTrue(html.contains("More runs"));
    assertTrue(html.length() < 12_000_000, () -> "html " + html.length());
  }

  @Test
  void readsNoMoreThanItsShareOfALargeFile() {
    RecordCollection collection =
        new RecordCollection().add(new ByteArrayInputStream(new byte[17 << 20]), "zeros");
    assertEquals(0, collection.records().size());
    assertTrue(collection.unreadable().getFirst().contains("larger than 16 MiB"));
  }
}
