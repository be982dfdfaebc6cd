package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordFile;
import dev.custody.record.Samples;
import dev.custody.report.render.HtmlDocument;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
    return html.lines().filter(l -> l.contains("pushed before this")).count();
  }
}
