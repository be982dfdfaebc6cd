package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.oci.Digest;
import dev.custody.record.RecordJson;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.statement.VerificationStatement.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A good run stays good whatever else lies in the folder of its records or stands in its logs. */
class RecordFolderTest {
  @TempDir Path folder;

  @BeforeEach
  void aGoodRun() throws IOException {
    Path clean = Path.of("src/test/resources/report/clean/records");
    for (String record : List.of("build.json", "push-prod.json")) {
      Files.copy(clean.resolve(record), folder.resolve(record));
    }
    assertEquals(VerdictWord.PASS, report().verdict());
  }

  private ReportDocument report() {
    return ReportBuilder.document(new RecordCollection().add(folder, "records"));
  }

  private void statement(boolean passed) throws IOException {
    VerificationStatement statement =
        VerificationStatement.of(
            VerificationStatement.ANY_VERIFIER,
            Subject.REGISTRY,
            "quay.io/team/model:1",
            Digest.parse("sha256:" + "d".repeat(64)),
            passed,
            List.of(),
            "0.2.0",
            Instant.parse("2026-11-23T19:40:00Z"));
    Files.writeString(
        folder.resolve("push-statement.json"),
        RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(statement));
  }

  @Test
  void aStatementIsNoDamagedRecord() throws IOException {
    statement(true);
    ReportDocument document = report();
    assertEquals(VerdictWord.PASS, document.verdict());
    assertEquals(List.of(), document.unreadable());
    assertEquals(
        List.of(
            "records/push-statement.json: a statement: PASSED for quay.io/team/model:1,"
                + " sha256:"
                + "d".repeat(64)),
        document.statements());
  }

  @Test
  void aStatementThatSaysFailedFailsTheReport() throws IOException {
    statement(false);
    ReportDocument document = report();
    assertEquals(VerdictWord.FAIL, document.verdict());
    assertTrue(document.headline().contains("FAILED for quay.io/team/model:1"));
  }

  /** A report of an earlier run, manifests, results of other tools. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"verdict\":\"pass\",\"headline\":\"h\",\"runs\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
        "{\"schemaVersion\":2,\"manifests\":[",
        "{\"schemaVersion\":\"1.4\",\"results\":[{\"verdict\":\"bad\"}]}",
        "{\"tool\":{\"custody\":\"0.2.0\"},\"x\":{\"schemaVersion\":1}}",
        "{\"custody\":{\"owner\":\"me\"}}",
        "{\"verdict\":\"ok\"}",
        "[{\"schemaVersion\":2}]",
        "not JSON, \"{\\\"verdict\\\":1\"",
      })
  void otherFilesAreCounted(String json) throws IOException {
    Files.writeString(folder.resolve("other.json"), json);
    ReportDocument document = report();
    assertEquals(VerdictWord.PASS, document.verdict());
    assertEquals(1, document.otherFiles());
  }

  /** The keys of a record may come in any order, and the end may be missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":2,\"custody\":\"0.2.0\",\"createdAt\":\"2026-11-2",
        "{\"archive\":{},\"createdAt\":\"x\",\"schemaVersion\":2}",
        "{\"custody\":\"1\",\"at\":\"2026-11-2",
        "",
      })
  void aDamagedRecordIsNamed(String json) throws IOException {
    Files.writeString(folder.resolve("damaged.json"), json);
    ReportDocument document = report();
    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    assertTrue(document.unreadable().getFirst().startsWith("records/damaged.json"));
  }

  /** A shell's glob names each log; most say nothing of the archive. */
  @Test
  void logsThatSayNothingChangeNoVerdict() throws IOException {
    Path log = Files.writeString(folder.resolve("push.step-explain.log"), "all is well\n");
    Path raw =
        Files.writeString(
            folder.resolve("push.step-inspect.log"),
            """
            {"schemaVersion":2,"config":{"digest":"sha256:1"},"layers":[]}
            {
              "schemaVersion": 2,
              "manifests": []
            }
            """);
    ReportDocument document =
        ReportBuilder.document(
            new RecordCollection()
                .add(folder, "records")
                .addLog(log, "push.step-explain.log")
                .addLog(raw, "push.step-inspect.log"));
    assertEquals(VerdictWord.PASS, document.verdict());
    assertEquals(List.of(), document.unreadable());
    assertEquals(2, document.silentLogs());
  }

  @Test
  void logsThatAllSayNothingLeaveTheVerdictOpen() throws IOException {
    Path log = Files.writeString(folder.resolve("a.step-b.log"), "all is well\n");
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().addLog(log, "a.step-b.log"));
    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    assertEquals("no record was found", document.headline());
  }

  /** To search all bytes of an archive takes minutes; its first ones say what it is. */
  @Test
  void anArchiveOrAPackedLogIsNoLog() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Path archive = Files.write(folder.resolve("image.tar"), tar);
    Path packed = Files.write(folder.resolve("run.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    ReportDocument document =
        ReportBuilder.document(new RecordCollection().addLog(archive, "image.tar"));
    assertEquals(
        "no record could be read: image.tar: a tar archive, not a log; custody inspect reads an"
            + " image archive",
        document.headline());
    assertEquals(0, document.silentLogs());
    assertEquals(
        List.of("run.log.gz: a gzip file, not a log; unpack it first"),
        new RecordCollection().addLog(packed, "run.log.gz").unreadable());
  }
}
