package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code custody report} as a command: exit codes, forms, where it writes, what it refuses. */
class ReportIT {
  private static final Path REPORTS = Path.of("src/test/resources/report");

  @TempDir Path directory;

  @BeforeAll
  static void needsTheProgram() {
    Peers.require();
  }

  @ParameterizedTest
  @CsvSource({
    "clean,0,PASS",
    "incident,1,FAIL",
    "one-record,3,UNKNOWN",
    "nothing-usable,3,UNKNOWN"
  })
  void exitCodeIsTheVerdict(String situation, int code, String word) {
    Program.Result result =
        Program.plain().run("report", REPORTS.resolve(situation).resolve("records"));
    assertEquals(code, result.code(), result::toString);
    assertTrue(result.out().startsWith("# " + word + ": "), result::toString);
  }

  @Test
  void everyFormTellsTheSame() throws IOException {
    Path records = REPORTS.resolve("incident/records");
    Path page = directory.resolve("report.html");
    assertEquals(1, Program.plain().run("report", "--format", "html", "-o", page, records).code());
    assertTrue(Files.readString(page).contains("SELINUX_MCS_MISMATCH"));
    Program.Result json = Program.plain().run("report", "--format", "json", records);
    assertEquals("fail", RecordJson.mapper().readTree(json.out()).get("verdict").stringValue());
  }

  @Test
  void readsLogs() {
    Program.Result result =
        Program.plain().run("report", "--from-log", REPORTS.resolve("log/run.log"));
    assertTrue(result.out().contains("Could not be read"), result::toString);
    assertTrue(result.out().contains("push-prod"), result::toString);
  }

  @Test
  void listsWhatIsNotThere() {
    Program.Result result = Program.plain().run("report", directory.resolve("missing.json"));
    assertEquals(3, result.code(), result::toString);
    assertTrue(result.out().contains("no such file"), result::toString);
  }

  @Test
  void refusesToReportOnNothing() {
    Program.Result result = Program.plain().run("report");
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("at least one record"), result::toString);
  }

  @Test
  void saysWhereItCannotWrite() {
    Program.Result result =
        Program.plain()
            .run("report", "-o", "/proc/nowhere/report.md", REPORTS.resolve("clean/records"));
    assertEquals(3, result.code(), result::toString);
    assertTrue(
        result.err().contains("was not written: its directory does not exist"), result::toString);
  }

  /** A step's wrong parameter costs the file, not the report; nobody sees a usage message there. */
  @Test
  void aFileOfAnUnknownEndingIsALineInTheLog() throws IOException {
    Path summary = directory.resolve("summary");
    Program.Result result =
        Program.plain()
            .run(
                "report",
                "--format",
                "text",
                "--save",
                directory.resolve("report.txt"),
                "--summary-file",
                summary,
                REPORTS.resolve("clean/records"));
    assertEquals(3, result.code(), result::toString);
    assertTrue(result.out().startsWith("PASS"), result::toString);
    assertTrue(
        result.err().contains("was not written: the name must end in .html, .md or .json"),
        result::toString);
    assertTrue(Files.readString(summary).startsWith("PASS"));
  }

  /** A claim that 500 runs used, within the launcher's heap of 64 MiB. */
  @Test
  void fifteenHundredRecordsFitIntoMemory() throws IOException {
    String json = Files.readString(REPORTS.resolve("clean/records/build.json"));
    String uid = json.replaceAll("(?s).*\"pipelineRunUid\" *: *\"([^\"]+)\".*", "$1");
    for (int run = 0; run < 500; run++) {
      for (int task = 0; task < 3; task++) {
        String at = "2026-11-24T%02d:%02d:%02dZ".formatted(run / 60, run % 60, task);
        Files.writeString(
            directory.resolve(run + "-" + task + ".json"),
            json.replace(uid, "uid-" + run)
                .replaceFirst("(\"createdAt\" *: *)\"[^\"]+\"", "$1\"" + at + "\""));
      }
    }
    Path page = directory.resolve("report.html");
    Program.Result result =
        Program.plain().run("report", "--format", "text", "--save", page, directory);
    assertEquals(0, result.code(), result::toString);
    assertTrue(result.out().startsWith("PASS  in all "), result::toString);
    assertTrue(
        result.out().replaceAll("\\s+", " ").contains("oldest runs among them, are left out"),
        result::toString);
    assertTrue(Files.readString(page).contains("oldest runs among them"));
  }

  /** As a script reads it: what the digest is, where, and which line of a log prints it. */
  @Test
  void findAnswersInJson() {
    Path incident = REPORTS.resolve("clusters/incident");
    Program.Result result =
        Program.plain()
            .run(
                "find",
                "--format",
                "json",
                "7c47e871d7bb",
                incident.resolve("records"),
                incident.resolve("logs"));
    assertEquals(0, result.code(), result::toString);
    JsonNode answer = RecordJson.mapper().readTree(result.out());
    assertEquals("Layer", answer.at("/found/0/role").stringValue());
    assertEquals(
        "the image that build recorded in run release-7",
        answer.at("/found/0/where").stringValue());
    assertTrue(answer.at("/lines/0/source").stringValue().endsWith("line 31"), answer::toString);
    assertEquals(
        1, Program.plain().run("find", "--format", "json", "0".repeat(12), incident).code());
  }
}
