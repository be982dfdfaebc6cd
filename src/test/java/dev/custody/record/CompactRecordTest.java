package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactRecordTest {
  private static final byte[] FULL = "the full record".getBytes(StandardCharsets.UTF_8);

  @Test
  void readsBackWhatItWrote() throws Exception {
    CompactRecord compact = CompactRecord.of(Samples.record(), FULL);
    assertEquals(compact, CompactRecord.parse(compact.json(), "result"));
  }

  @Test
  void saysWhatItLeftOut() {
    assertEquals(List.of(), CompactRecord.of(Samples.record(), FULL).leftOut());
  }

  @Test
  void isOneLineThatCarriesTheDigestOfTheFullRecord() {
    String json = CompactRecord.of(Samples.record(), FULL).json();
    assertEquals(1, json.lines().count());
    assertTrue(json.contains(Digest.sha256(FULL).toString()), json);
  }

  @Test
  void keepsWhatTheGateNeedsWhenNamesAreTooLong() throws Exception {
    Digest digest = Digest.parse("sha512:" + "f".repeat(128));
    Instant time = Instant.parse("2026-11-23T07:59:00.123456789Z");
    CompactRecord.Checks checks =
        CompactRecord.Checks.of(Depth.STRUCTURE, Problem.Severity.CANNOT_TELL, "0123456789abcdef");
    CompactRecord compact =
        new CompactRecord(
            CompactRecord.VERSION,
            time,
            Digest.sha256(FULL),
            digest,
            digest,
            digest,
            Long.MAX_VALUE,
            checks,
            new CompactRecord.FileMark(
                Long.MAX_VALUE, "4095:1048575", 07777, 4294967295L, 4294967295L, 1),
            new CompactRecord.FileTimes(time, time, time),
            new CompactRecord.Origin(
                4294967295L,
                "l".repeat(4000),
                "r".repeat(253),
                "b".repeat(8),
                "s".repeat(253),
                "t".repeat(253)),
            new VolumeRoot("ext4", Long.MAX_VALUE, 4102444800L));
    String json = compact.json();
    assertEquals(
        List.of("file", "times", "uid", "label", "runUid", "boot", "scc", "taskRun", "root"),
        compact.leftOut());
    assertTrue(json.getBytes(StandardCharsets.UTF_8).length <= CompactRecord.MAX_BYTES, json);
    CompactRecord read = CompactRecord.parse(json, "result");
    assertEquals(digest, read.manifest());
    assertEquals(digest, read.config());
    assertEquals(digest, read.index());
    assertEquals(Long.MAX_VALUE, read.size());
    assertEquals(checks, read.checks());
  }

  /** What custody 0.1 wrote has no word on any check. */
  @Test
  void oneOfCustody01DoesNotSayThatTheArchiveWasSound() throws Exception {
    String json = CompactRecord.of(Samples.record(), FULL).json();
    String old = json.replaceAll("\"(depth|worst|incomplete)\":[^,}]*,?", "");
    assertNotEquals(json, old);
    CompactRecord read = CompactRecord.parse(old, "result");
    assertEquals(CompactRecord.Checks.UNKNOWN, read.checks());
    assertFalse(new RecordedEvidence.Compact("result", read).sound());
  }

  /** As a newer custody or a forger might: it must not count as "does not say". */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"worst\":\"damaged\"", "\"depth\":3,\"worst\":\"damaged\"", "\"depth\":-1"})
  void aCheckOfAnUnknownDepthIsRefused(String checks) throws Exception {
    String json = CompactRecord.of(Samples.record(), FULL).json();
    String other = json.replaceAll("\"(depth|worst|incomplete)\":[^,}]*,?", "");
    String changed = other.replaceFirst("\\{", Matcher.quoteReplacement("{" + checks + ","));
    CompactRecord.parse(other, "result");
    String message =
        assertThrows(UnreadableRecordException.class, () -> CompactRecord.parse(changed, "result"))
            .getMessage();
    assertTrue(
        message.contains("record: a check of an unknown depth") || message.contains("level is -1"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | empty; did the step that records run",
        "{} | not a compact record of version",
        "{\"custody\":\"9\"} | not a compact record of version",
        "{\"custody\":\"1\" | ends too early",
        "{\"custody\":\"1\",\"custody\":\"1\"} | Duplicate",
        "{\"custody\":\"1\",\"at\":\"2026-11-23T07:59:00Z\",\"record\":\"md5:1\"} | field record",
      })
  void refusesWithOneSentence(String json, String expected) {
    String message =
        assertThrows(
                UnreadableRecordException.class,
                () -> CompactRecord.parse(json, "--recorded-compact"))
            .getMessage();
    assertTrue(message.startsWith("--recorded-compact: "), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
