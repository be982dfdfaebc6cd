package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import dev.custody.record.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --wait} waits for what time can cure, and for nothing else. */
@Tag("alone")
class WaitIT {
  @TempDir static Path directory;
  private static Path whole;

  @TempDir Path work;

  @BeforeAll
  static void makeArchive() {
    Peers.require("umoci", "skopeo", "setpriv");
    whole = Archives.oci(directory, "whole", "hello");
  }

  @Test
  void waitsUntilTheExportIsWhole() throws Exception {
    Path growing = work.resolve("image.tar");
    Program.Result result =
        Program.run(
            List.of(
                "sh",
                "-c",
                "head -c 3000 \"$1\" > \"$2\"; (sleep 2; tail -c +3001 \"$1\" >> \"$2\") &"
                    + " \"$0\" record --wait 30s --output - \"$2\"; code=$?; wait; exit $code",
                Program.LAUNCHER.toString(),
                whole.toString(),
                growing.toString()),
            Map.of());
    assertEquals(0, result.code(), result.toString());
    RecordValidation.assertValid(result.out());
    ExecutionRecord record = RecordFile.parse(result.out(), "standard output");
    Waiting waiting = record.archive().waiting();
    assertTrue(waiting.attempts() > 1, waiting.toString());
    assertTrue(waiting.waitedMillis() >= 1000, waiting.toString());
    assertTrue(
        waiting.changes().stream().anyMatch(c -> c.startsWith("size 3000 to ")),
        waiting.toString());
    assertEquals(
        1, result.err().lines().filter(l -> l.contains("waiting")).count(), result.toString());
  }

  @Test
  void waitsUntilALayoutHasItsIndex() throws Exception {
    Path layout = directory.resolve("layout");
    Program.shell(
        "mkdir \"$2\"; tar -C \"$2\" -xf \"$1\"; touch \"$2\"/blobs/sha256/*;"
            + " mv \"$2/index.json\" \"$2.index\"",
        whole,
        layout);
    Process late =
        new ProcessBuilder(
                "sh", "-c", "sleep 3; mv \"$1.index\" \"$1/index.json\"", "sh", layout.toString())
            .start();
    Program.Result result =
        Program.plain().run("record", "--wait", "20s", "--format", "json", "oci:" + layout);
    assertEquals(0, late.waitFor());
    assertEquals(0, result.code(), result.toString());
    assertTrue(
        RecordJson.mapper()
                .readTree(result.out())
                .path("archive")
                .path("waiting")
                .path("attempts")
                .asInt()
            > 1,
        result.toString());

    Program.shell(
        "rm \"$1/index.json\"; touch -d '1 hour ago' \"$1\"/blobs/sha256/* \"$1\"/*", layout);
    Program.Result old =
        Program.plain().run("record", "--wait", "20s", "--format", "json", "oci:" + layout);
    // A time that was set back proves nothing: both causes are shown, neither as certain.
    assertEquals(
        List.of("BEING_WRITTEN medium", "TRUNCATED medium"),
        RecordJson.mapper()
            .readTree(old.out())
            .path("findings")
            .valueStream()
            .filter(finding -> finding.path("kind").asString().equals("cause"))
            .map(f -> f.path("cause").asString() + " " + f.path("confidence").asString())
            .sorted()
            .toList(),
        old.toString());
  }

  @Test
  void givesUpWhenThePatienceIsOver() {
    Path cut = work.resolve("image.tar");
    Program.Result result =
        Program.run(
            List.of(
                "sh",
                "-c",
                "head -c 3000 \"$1\" > \"$2\"; exec \"$0\" record --wait 1s \"$2\"",
                Program.LAUNCHER.toString(),
                whole.toString(),
                cut.toString()),
            Map.of());
    assertEquals(1, result.code(), result.toString());
    assertTrue(result.out().contains("BEING_WRITTEN"), result.toString());
  }

  /** The original incident looped 30 times, 2 s apart, on a denial that no time cures. */
  @Test
  void endsAtOnceOnADenial() {
    Peers.requireRoot();
    Path denied = work.resolve("image.tar");
    Program.shell("cp \"$1\" \"$2\"; chmod 0600 \"$2\"; chmod 0755 \"$3\"", whole, denied, work);
    long start = System.nanoTime();
    Program.Result result =
        Program.under("setpriv", "--reuid", "1000970000", "--regid", "0", "--clear-groups")
            .run("record", "--wait", "60s", "--output", "-", denied);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.out().contains("\"attempts\" : 1"), result.toString());
    // Not a measurement: with waiting it would be 60,000.
    assertTrue(millis < 20_000, millis + " ms");
  }

  @Test
  void refusesADurationItCannotRead() {
    Program.Result result = Program.plain().run("record", "--wait", "soon", whole);
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains("30s"), result.toString());
  }
}
