package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CompactRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordLine;
import dev.custody.record.RecordValidation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Record, then verify, as two tasks of a pipeline do. */
class RecordVerifyIT {
  @TempDir static Path directory;
  private static Path first;
  private static Path second;

  @TempDir Path work;
  private Path archive;
  private Path record;
  private Path compact;

  @BeforeAll
  static void makeArchives() {
    Peers.require("umoci", "skopeo", "jq");
    first = Archives.oci(directory, "first", "hello");
    second = Archives.oci(directory, "second", "changed");
  }

  @BeforeEach
  void recordTheFirst() throws Exception {
    archive = Files.copy(first, work.resolve("image.tar"));
    record = work.resolve("record.json");
    compact = work.resolve("compact.json");
    Program.Result result =
        Program.plain()
            .with("CUSTODY_PIPELINE_RUN_UID", "0a1b")
            .with("CUSTODY_SCC", "")
            .run("record", "-o", record, "--compact-file", compact, archive);
    assertEquals(0, result.code(), result.toString());
    RecordValidation.assertValid(Files.readString(record));
  }

  @Test
  void passesOnTheSameArchive() {
    assertVerdict("pass", 0, verify("--recorded", record));
  }

  @Test
  void passesAgainstEverySourceAtOnce() throws Exception {
    assertVerdict(
        "pass",
        0,
        verify(
            "--recorded",
            record,
            "--recorded-compact",
            Files.readString(compact),
            "--digest",
            skopeoDigest(archive)));
  }

  @Test
  void closesWhenTheSourcesDisagree() {
    assertVerdict("fail", 1, verify("--recorded", record, "--digest", "sha256:" + "0".repeat(64)));
  }

  @Test
  void closesOnAnotherImage() throws Exception {
    Program.shell("cat \"$1\" > \"$2\"", second, archive);
    Program.Result result = verify("--recorded", record);
    assertVerdict("fail", 1, result);
    assertTrue(result.out().contains("recorded " + skopeoDigest(first)), result.toString());
    assertTrue(result.out().contains("observed " + skopeoDigest(second)), result.toString());
  }

  @Test
  void closesOnAnotherImageByTheCompactRecordAlone() throws Exception {
    String json = Files.readString(compact);
    assertTrue(json.length() <= CompactRecord.MAX_BYTES, json);
    Program.shell("cat \"$1\" > \"$2\"", second, archive);
    assertVerdict("fail", 1, verify("--recorded-compact", json));
  }

  @Test
  void closesOnADamagedArchive() {
    Program.shell("truncate -s -2000 \"$1\"", archive);
    assertVerdict("fail", 1, verify("--recorded", record));
  }

  @Test
  void cannotTellWithoutTheArchive() {
    Program.shell("rm \"$1\"", archive);
    assertVerdict("unknown", 3, verify("--recorded", record));
  }

  @Test
  void cannotTellWithoutAReadableRecord() {
    Program.shell("truncate -s 100 \"$1\"", record);
    Program.Result result = verify("--recorded", record);
    assertVerdict("unknown", 3, result);
    assertTrue(result.out().contains("record.json"), result.toString());
  }

  @Test
  void passesAfterMetadataChanged() {
    Program.shell("chmod 0600 \"$1\"; ln \"$1\" \"$1.link\"", archive);
    assertVerdict("pass", 0, verify("--recorded", record));
  }

  @Test
  void passesAfterATouch() {
    Program.shell("touch \"$1\"", archive);
    assertVerdict("pass", 0, verify("--recorded", record));
  }

  @Test
  void passesOnACopyThatReplacedIt() {
    Program.shell("cp \"$1\" \"$1.new\"; mv \"$1.new\" \"$1\"", archive);
    assertVerdict("pass", 0, verify("--recorded", record));
  }

  @Test
  void passesOnAReexportOfTheSameImage() {
    Program.shell(
        """
        cd "$1"; mkdir l; tar -C l -xf image.tar; rm image.tar; sleep 1
        skopeo --insecure-policy copy -q oci:l:latest oci-archive:image.tar:latest
        """,
        work);
    assertVerdict("pass", 0, verify("--recorded", record));
  }

  @Test
  void readsARecordFromStandardInput() {
    String out =
        Program.shell(
            "\"$1\" verify --recorded - --format json \"$2\" < \"$3\"",
            Program.LAUNCHER,
            archive,
            record);
    assertEquals("pass", json(out).path("verdict").stringValue());
  }

  @Test
  void givesTektonItsResults() throws Exception {
    Path verdict = work.resolve("verdict");
    Path cause = work.resolve("cause");
    Path digest = work.resolve("digest");
    Program.plain()
        .run(
            "verify",
            "--recorded",
            record,
            "--verdict-file",
            verdict,
            "--cause-file",
            cause,
            "--digest-file",
            digest,
            archive);
    assertEquals("pass", Files.readString(verdict));
    assertEquals("NONE", Files.readString(cause));
    assertEquals(skopeoDigest(archive), Files.readString(digest));
  }

  @Test
  void stillRecordsWhenTheWorkspaceIsReadOnly() {
    Peers.requireRoot();
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-euc",
                "mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\";"
                    + " \"$2\" record -o \"$1/again.json\" --digest-file \"$3\" \"$1/image.tar\"",
                "sh",
                work.toString(),
                Program.LAUNCHER.toString(),
                directory.resolve("digest-ro").toString()),
            Map.of());
    assertStillRecorded(result, "mounted read-only (EROFS)", directory.resolve("digest-ro"));
  }

  @Test
  void stillRecordsWhenTheWorkspaceIsFull() {
    Peers.requireRoot();
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-euc",
                "mount -t tmpfs -o size=1m tmpfs /mnt; cp \"$1/image.tar\" /mnt/;"
                    + " dd if=/dev/zero of=/mnt/fill bs=4k 2> /dev/null || true;"
                    + " \"$2\" record -o /mnt/again.json --digest-file \"$3\" /mnt/image.tar",
                "sh",
                work.toString(),
                Program.LAUNCHER.toString(),
                directory.resolve("digest-full").toString()),
            Map.of());
    assertStillRecorded(
        result, "no space is left on the volume (ENOSPC)", directory.resolve("digest-full"));
  }

  @Test
  void comparesTwoRecordsOffline() {
    Path other = work.resolve("other.json");
    Program.plain().run("record", "-o", other, second);
    assertEquals(0, Program.plain().run("compare", record, record).code());
    Program.Result result = Program.plain().run("compare", "--format", "json", record, other);
    assertEquals(1, result.code(), result.toString());
    assertEquals("fail", json(result.out()).path("verdict").stringValue());
    assertFalse(json(result.out()).path("differences").isEmpty());
  }

  @Test
  void ignoresWhatATaskCouldNotLeaveOut() {
    assertVerdict(
        "pass",
        0,
        verify("--recorded", record, "--recorded-compact", "none", "--ref", "", "--wait="));
  }

  /** Dropping it would leave the gate to the other source, which is less trusted. */
  @Test
  void aRecordedSourceThatDidNotArriveIsAnError() {
    for (String option : List.of("--recorded", "--recorded-compact", "--digest")) {
      Program.Result empty =
          Program.plain().run("verify", "--recorded", record, option, "", archive);
      assertEquals(2, empty.code(), empty.toString());
      assertTrue(empty.err().contains(option + " is empty"), empty.toString());
    }
  }

  /** With the heap that the launcher gives. */
  @Test
  void refusesHostileRecordsWithOneSentence() {
    for (String hostile :
        List.of(
            "head -c 100000000 /dev/zero | tr '\\0' '['",
            "printf '{\"schemaVersion\":\"1\",\"a\":'; head -c 10000 /dev/zero | tr '\\0' '['",
            "printf '{\"schemaVersion\":\"1\",\"a\":['; yes '[],' | head -c 4000000; printf '[]]}'",
            "printf '{\"schemaVersion\":\"1\",\"a\":\"'; head -c 4000000 /dev/zero | tr '\\0' a;"
                + " printf '\"}'",
            "printf '{\"schemaVersion\":\"1\"'; seq 500000 | sed 's/.*/,\"&\":1/'; printf '}'",
            "head -c 100000 /dev/urandom")) {
      Path bad = work.resolve("bad.json");
      Program.shell("{ " + hostile + "; } > \"$1\"", bad);
      Program.Result result = Program.plain().run("compare", bad, record);
      assertEquals(3, result.code(), hostile + "\n" + result);
      assertEquals(1, result.err().lines().count(), hostile + "\n" + result);
      assertTrue(result.err().contains("bad.json"), hostile + "\n" + result);
    }
  }

  private static void assertStillRecorded(Program.Result result, String reason, Path digestFile) {
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.err().contains("again.json"), result.toString());
    assertTrue(result.err().contains(reason), result.toString());
    String last = result.out().lines().toList().getLast();
    assertTrue(last.startsWith(RecordLine.PREFIX), result.toString());
    String record = last.substring(RecordLine.PREFIX.length());
    RecordValidation.assertValid(record);
    try {
      RecordFile.parse(record, "standard output");
      assertTrue(Files.readString(digestFile).startsWith("sha256:"));
    } catch (Exception e) {
      throw new AssertionError(result.toString(), e);
    }
  }

  private Program.Result verify(Object... recorded) {
    Object[] arguments = new Object[recorded.length + 4];
    arguments[0] = "verify";
    System.arraycopy(recorded, 0, arguments, 1, recorded.length);
    arguments[recorded.length + 1] = "-o";
    arguments[recorded.length + 2] = work.resolve("observed.json");
    arguments[recorded.length + 3] = archive;
    Program.Result result = Program.plain().run(arguments);
    try {
      RecordValidation.assertValid(Files.readString(work.resolve("observed.json")));
    } catch (java.io.IOException e) {
      throw new AssertionError(result.toString(), e);
    }
    return result;
  }

  private static void assertVerdict(String word, int code, Program.Result result) {
    assertEquals(code, result.code(), result.toString());
    assertTrue(result.out().startsWith(word.toUpperCase(java.util.Locale.ROOT)), result.toString());
  }

  private static String skopeoDigest(Path archive) {
    return Program.shell("skopeo inspect oci-archive:\"$1\" | jq -r .Digest", archive);
  }

  private static JsonNode json(String text) {
    return RecordJson.mapper().readTree(text);
  }
}
