package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.record.RecordFile;
import dev.custody.record.Samples;
import dev.custody.report.render.HtmlDocument;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void showsThePushWhereAStepConfirmedIt() {
    String record = new String(RecordFile.bytes(Samples.record()), StandardCharsets.UTF_8);
    String confirm = record.replace("\"step\" : \"record\"", "\"step\" : \"confirm\"");
    assertTrue(!confirm.equals(record));

    assertEquals(1, pushes(confirm));
    assertEquals(0, pushes(record));
  }

  private static long pushes(String record) {
    RecordCollection collection = new RecordCollection();
    collection.add(
        new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)), "record.json");
    String html = HtmlDocument.render(ReportBuilder.document(collection));
    return html.lines().filter(l -> l.contains("before this time")).count();
  }

  private static final Instant RECORDED = Instant.parse("2026-11-23T19:23:30Z");
  private static final Instant SEEN = Instant.parse("2026-11-23T19:25:00Z");

  @Test
  void aTimeThatNothingContradictsIsToldAlone() {
    assertEquals(
        new WriteTime(Instant.parse("2026-11-23T19:24:20Z"), ""),
        WriteTime.of(file("2026-11-23T19:24:20Z", "2026-11-23T19:24:20Z"), RECORDED, SEEN));
  }

  @Test
  void aTimeThatWasSetBackIsToldAsAStatement() {
    WriteTime time =
        WriteTime.of(file("2026-11-22T08:00:00Z", "2026-11-23T19:24:40Z"), RECORDED, SEEN);
    assertEquals(Instant.parse("2026-11-23T19:24:40Z"), time.at());
    assertTrue(time.words().contains("states 2026-11-22T08:00:00Z"), time.words());
  }

  @Test
  void aTimeBeforeALaterChangeIsToldWithTheLatestPossibleOne() {
    WriteTime time =
        WriteTime.of(file("2026-11-23T19:24:20Z", "2026-11-23T19:24:40Z"), RECORDED, SEEN);
    assertEquals(Instant.parse("2026-11-23T19:24:20Z"), time.at());
    assertTrue(time.words().contains("at the latest 2026-11-23T19:24:40Z"), time.words());
  }

  private static FileStatus file(String modified, String changed) {
    return new FileStatus(
        FileType.REGULAR,
        0644,
        0,
        0,
        10,
        "7:14",
        13,
        1,
        null,
        Instant.parse(modified),
        Instant.parse(changed));
  }
}
