package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gate that is killed while it looks has told its verdict: unknown. */
class KilledGateIT {
  @TempDir Path work;

  /** Both wait for standard input, which stays open. */
  @ParameterizedTest
  @CsvSource({
    "verify, --recorded, -, /none/image.tar, KILL, 137",
    "verify, --recorded, -, /none/image.tar, TERM, 143",
    "confirm, --digest, 0123456789ab, -, KILL, 137",
  })
  void leavesTheVerdictUnknown(
      String command, String option, String value, String input, String signal, int code)
      throws Exception {
    Path verdict = work.resolve("verdict");
    Path cause = work.resolve("cause");
    Files.writeString(verdict, "pass");
    Process process =
        new ProcessBuilder(
                List.of(
                    Program.LAUNCHER.toString(),
                    command,
                    option,
                    value,
                    "--verdict-file",
                    verdict.toString(),
                    "--cause-file",
                    cause.toString(),
                    input))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    await(cause);
    long runtime = process.children().findFirst().orElseThrow().pid();
    new ProcessBuilder("kill", "-" + signal, Long.toString(runtime)).start().waitFor();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "hangs");
    assertEquals(code, process.exitValue());
    assertEquals("unknown", Files.readString(verdict));
    assertEquals("UNEXPLAINED_ERROR", Files.readString(cause));
  }

  private static void await(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    assertTrue(Files.exists(file), file + " is not there after 30 s");
  }
}
