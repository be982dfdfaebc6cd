package dev.custody.report.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.custody.record.CauseName;
import dev.custody.record.Finding.Confidence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogEvidenceTest {
  private static LogEvidence read(String file, String... lines) {
    LogEvidence logs = new LogEvidence();
    for (int i = 0; i < lines.length; i++) {
      logs.line(file, i + 1, lines[i]);
    }
    return logs;
  }

  /** Each line as the tool named before it prints it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PERMISSION_DENIED|time=\"2026-11-25T19:15:04Z\" level=fatal msg=\"initializing source"
            + " oci-archive:/w/image.tar: open /w/image.tar: permission denied\"",
        "PERMISSION_DENIED|Error: loading /w/image.tar as tarball: open /w/image.tar: permission"
            + " denied",
        "PERMISSION_DENIED|error building image: error building stage: open /w/a: permission"
            + " denied",
        "UNEXPECTED_EOF|FATA[0012] writing blob: happened during read: unexpected EOF",
        "UNEXPECTED_EOF|Error: creating tar layer: archive/tar: invalid tar header",
        "NO_SPACE|Error: writing blob: storing blob to file \"/var/tmp/storage1\": write"
            + " /var/tmp/storage1: no space left on device",
        "NO_SPACE|error pushing image: write /w/x: disk quota exceeded",
        "DIGEST_MISMATCH|Error: writing blob: Digest did not match, expected sha256:aa, got"
            + " sha256:bb",
        "DIGEST_MISMATCH|error verifying sha256 checksum after reading 12 bytes; got \"a\", want"
            + " \"b\"",
        "DIGEST_MISMATCH|DIGEST_INVALID: provided digest did not match uploaded content",
        "BLOB_UNKNOWN|pushing image: PUT https://r/v2/x/manifests/1: MANIFEST_BLOB_UNKNOWN: blob"
            + " unknown to registry",
        "MANIFEST_INVALID|Error: writing manifest: uploading manifest 1 to r/x: manifest invalid",
        "REGISTRY_DENIED|Error: trying to reuse blob: requested access to the resource is denied",
        "REGISTRY_DENIED|GET https://r/v2/: UNAUTHORIZED: authentication required",
      })
  void knowsHowToolsSayThatTheyFailed(FailureKind kind, String line) {
    LogEvidence logs = read("push.log", line);
    assertEquals(List.of(kind), logs.failures().stream().map(LogEvidence.Failure::kind).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Copying blob sha256:cefaa55609cb9dd457650a747ca6cf8a3555ff6967d4b50c41b5e188bdc89cf4",
        "Writing manifest to image destination",
        "+ chmod 0644 image.tar",
        "custody-record: {\"message\":\"permission denied\"}",
        "  evidence       open: permission denied",
        "",
      })
  void otherLinesAreNoFailures(String line) {
    assertEquals(List.of(), read("push.log", line).failures());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "[pod/push-pod/step-push] , push-pod, -, push",
        "[push-prod : verify] , -, push-prod, verify",
      })
  void aLineSaysWhoseItIs(String prefix, String pod, String task, String step) {
    LogStream stream =
        read("all.log", prefix + "x: permission denied").failures().getFirst().stream();
    assertEquals(new LogStream(pod, task, step), stream);
  }

  @Test
  void aFileNameSaysWhoseItsLinesAre() {
    assertEquals(
        new LogStream("a-push-pod-retry1", null, "push"),
        read("logs/a-push-pod-retry1.step-push.log", "x: permission denied")
            .failures()
            .getFirst()
            .stream());
  }

  @Test
  void timesComeFromTheLogOrFromTheTool() {
    List<LogEvidence.Failure> failures =
        read(
                "push.log",
                "2026-11-25T19:15:04.5Z a: permission denied",
                "time=\"2026-11-25T19:15:05Z\" msg=\"b: permission denied\"",
                "2026/11/25 19:15:06 c: permission denied",
                "d: permission denied")
            .failures();
    assertEquals(Instant.parse("2026-11-25T19:15:04.5Z"), failures.get(0).at());
    assertEquals(Instant.parse("2026-11-25T19:15:05Z"), failures.get(1).at());
    assertEquals(Instant.parse("2026-11-25T19:15:06Z"), failures.get(2).at());
    assertNull(failures.get(3).at());
  }

  @Test
  void digestsOfALineKeepTheirOrder() {
    String one = "a".repeat(64);
    String other = "b".repeat(64);
    assertEquals(
        List.of(List.of(one, other)),
        read("x.log", "expected sha256:" + one + ", got " + other + ", not " + "c".repeat(63))
            .digests()
            .stream()
            .map(LogEvidence.Digests::digests)
            .toList());
  }

  @Test
  void whatIsKeptIsBounded() {
    LogEvidence logs = new LogEvidence();
    for (int i = 0; i < 100_000; i++) {
      logs.line("x.log", i, "file " + i + ": permission denied");
    }
    assertEquals(500, logs.failures().size());
  }

  /** As custody prints it, wrapped, between other lines, and of two steps at once. */
  @Test
  void causesThatCustodyNamedAreReadWithTheirRemedy() {
    LogEvidence logs = new LogEvidence();
    String[] lines = {
      "[pod/p/step-verify] UNKNOWN  MODE_DENIES: a cannot be read",
      "[pod/p/step-verify] cause: MODE_DENIES (certain): a cannot be read: mode 0600 does not let",
      "[pod/q/step-verify] cause: REMOVED (high): it is gone",
      "[pod/p/step-verify]   others read",
      "[pod/p/step-verify]   evidence       open a: EACCES",
      "[pod/p/step-verify]   remedy         after the export, chgrp it to a group that all tasks",
      "[pod/p/step-verify]                  have",
      "[pod/p/step-verify]   confirm        stat a",
      "[pod/p/step-verify] ",
      "[pod/p/step-verify]   process        uid 1",
    };
    for (int i = 0; i < lines.length; i++) {
      logs.line("log", i + 1, lines[i]);
    }
    assertEquals(
        List.of(
            new LoggedCause(
                new LogStream("p", null, "verify"),
                new CauseName("MODE_DENIES"),
                Confidence.CERTAIN,
                "a cannot be read: mode 0600 does not let others read",
                "after the export, chgrp it to a group that all tasks have",
                "log line 2"),
            new LoggedCause(
                new LogStream("q", null, "verify"),
                new CauseName("REMOVED"),
                Confidence.HIGH,
                "it is gone",
                "",
                "log line 3")),
        logs.told());
  }

  /** A newer custody may name other causes, and have another word for how sure it is. */
  @Test
  void causesThatThisVersionDoesNotKnowAreKept() {
    LogEvidence logs = new LogEvidence();
    logs.line("log", 1, "[pod/p/step-verify] cause: CAUSE_OF_2027 (likely): a new reason");
    LoggedCause cause = logs.told().getFirst();
    assertEquals("CAUSE_OF_2027", cause.cause().id());
    assertNull(cause.cause().known());
    assertNull(cause.confidence());
    assertEquals("a new reason", cause.summary());
  }
}
