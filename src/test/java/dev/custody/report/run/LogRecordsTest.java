package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordLine;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the text of logs, as the tools that print logs leave them. */
class LogRecordsTest {
  private static final String PRETTY =
      new String(RecordFile.bytes(Samples.record()), StandardCharsets.UTF_8).stripTrailing();
  private static final String LINE = RecordJson.mapper().writeValueAsString(Samples.record());

  private static RecordCollection read(String log) {
    return new RecordCollection()
        .addLog(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "run.log");
  }

  private static String prefixed(String prefix, String text) {
    return text.lines().map(line -> prefix + line).collect(Collectors.joining("\n"));
  }

  private static String compact() throws IOException {
    return Files.readString(
        Path.of("src/test/resources/report").resolve("clean/records/results/record.json"));
  }

  /** As container runtimes keep long lines in their files, and log collectors ship them. */
  @Test
  void joinsTheRecordLineThatARuntimeKeptInPieces() {
    String line = RecordLine.PREFIX + LINE;
    String at = "2026-11-23T19:24:30.123456789Z stdout ";
    int half = line.length() / 2;
    assertEquals(
        List.of(Samples.record()),
        records(
            read(
                at
                    + "P "
                    + line.substring(0, half)
                    + "\n"
                    + "2026-11-23T19:24:30.2Z stderr F something else\n"
                    + at
                    + "F "
                    + line.substring(half)
                    + "\n")));
    assertEquals(
        List.of(Samples.record()),
        records(read(docker(line.substring(0, half)) + docker(line.substring(half) + "\n"))));
    assertEquals(List.of(Samples.record()), records(read(docker(line + "\n"))));
  }

  @Test
  void saysThatTheLastPieceOfARecordLineIsMissing() {
    String at = "2026-11-23T19:24:30.123456789Z stdout P ";
    RecordCollection found = read(at + RecordLine.PREFIX + LINE.substring(0, 900) + "\n");
    assertTrue(found.unreadable().getFirst().contains("has no end"), found.unreadable()::toString);
  }

  private static String docker(String text) {
    return RecordJson.mapper()
            .writeValueAsString(
                Map.of("log", text, "stream", "stdout", "time", "2026-11-23T19:24:30.1Z"))
        + "\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[step-record] ",
        "[build : record] ",
        "[pod/release-7-build-pod/step-record] ",
        "2026-11-23T19:24:30.123456789Z ",
        "[pod/release-7-build-pod/step-record] 2026-11-23T19:24:30.123456789Z ",
        "2026-11-23T19:24:30.123456789+01:00 stdout F "
      })
  void findsRecordBehindThePrefixOfEveryTool(String prefix) {
    String log = prefix + "pushing\n" + prefixed(prefix, PRETTY) + "\n" + prefix + "done\n";
    RecordCollection found = read(log);
    assertEquals(List.of(), found.unreadable());
    assertEquals(List.of(Samples.record()), records(found));
    assertEquals("run.log line 2", found.records().getFirst().source());
    assertEquals(List.of(Samples.record()), records(read(prefix + LINE + "\n")));
  }

  @Test
  void separatesStepsWhoseLinesAreMixed() {
    List<String> a = prefixed("[push-a : verify] ", PRETTY).lines().toList();
    List<String> b = prefixed("[push-b : verify] ", PRETTY).lines().toList();
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < a.size(); i++) {
      log.append(a.get(i)).append('\n').append(b.get(i)).append('\n');
    }
    RecordCollection found = read(log.toString());
    assertEquals(List.of(), found.unreadable());
    assertEquals(List.of(Samples.record(), Samples.record()), records(found));
  }

  @Test
  void readsPastLinesThatStandardErrorPutBetween() {
    String log = PRETTY.replaceFirst("\n", "\ncustody: hashed 3 of 5 blobs\n");
    assertEquals(List.of(Samples.record()), records(read(log)));
  }

  @Test
  void findsCompactRecordInResultsOfYamlAndJson() throws IOException {
    assertEquals(1, read("    value: '" + compact() + "'\n").records().size());
    String quoted = RecordJson.mapper().writeValueAsString(compact());
    RecordCollection found =
        read("{\"results\":[{\"name\":\"RECORD\",\"value\":" + quoted + "}]}\n");
    assertEquals(1, found.records().size());
    assertTrue(found.records().getFirst().compact());
  }

  @Test
  void findsRecordInsideWhatVerifyPrints() {
    String json = "{\n  \"verdict\" : \"pass\",\n  \"observed\" : " + PRETTY + "\n}";
    assertEquals(List.of(Samples.record()), records(read(json)));
  }

  @Test
  void listsRecordThatTheLogCutsAndReadsTheNext() {
    RecordCollection found = read(PRETTY.substring(0, 600) + "\n" + PRETTY + "\n");
    assertEquals(List.of(Samples.record()), records(found));
    assertEquals(1, found.unreadable().size());
    assertTrue(
        found
            .unreadable()
            .getFirst()
            .startsWith("run.log line 1: the record that begins here has no end"),
        found.unreadable()::toString);
  }

  @Test
  void leavesOtherJsonAlone() {
    RecordCollection found = read("{\n  \"level\": \"info\"\n}\n{\"custodyX\":1}\n" + LINE + "\n");
    assertEquals(List.of(), found.unreadable());
    assertEquals(1, found.records().size());
  }

  @Test
  void countsLogsThatSayNothing() {
    assertEquals(1, read("nothing here\n").silentLogs());
    assertEquals(List.of(), read("nothing here\n").unreadable());
    assertEquals(0, read(LINE + "\n").silentLogs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"custody\":", "[", "[a] ", "{\"schemaVersion\":{", "\"{\\\"custody\\\":"})
  void survivesEndlessRepetition(String piece) {
    assertTrue(read(piece.repeat(200_000)).records().isEmpty());
    assertTrue(read((piece + "\n").repeat(50_000)).records().isEmpty());
  }

  @Test
  void mixedLogOfARunGivesItsReport() {
    RecordCollection log =
        new RecordCollection()
            .addLog(Path.of("src/test/resources/report").resolve("log/run.log"), "run.log");
    ReportDocument document = ReportBuilder.document(log);
    assertEquals(1, document.runs().size());
    assertEquals(1, document.unreadable().size(), "the cut record of push-dr");
    assertEquals(VerdictWord.UNKNOWN, document.verdict(), "a record is missing");
    assertEquals(VerdictWord.PASS, document.runs().getFirst().verdict(), "the others agree");
    assertEquals(
        2, document.runs().getFirst().columns().size(), "the compact record is the build's");
  }

  private static List<Object> records(RecordCollection found) {
    return found.records().stream().map(LogRecordsTest::document).toList();
  }

  /** The record that was read, whatever it was read from. */
  private static Object document(FoundRecord found) {
    return switch (found.evidence()) {
      case RecordedEvidence.Full full -> full.record();
      case RecordedEvidence.Compact compact -> compact.record();
    };
  }
}
