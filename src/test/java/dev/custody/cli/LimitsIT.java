package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the system gives few processes, or the JVM has little memory. */
class LimitsIT {
  private static final Path HOME = Program.LAUNCHER.getParent().getParent();
  private static final Path IMAGE = Path.of("target/custody-image.tar").toAbsolutePath();

  /** Threads that a JVM starts before the program can count on any, and more. */
  private static final int MOST = 40;

  /** Under which nothing else runs, since the limit counts all of a user. */
  private static final String NOBODY_ELSE = "1000970123";

  @TempDir Path work;

  @BeforeAll
  static void needsTheProgram() {
    Peers.require("setpriv", "prlimit", "python3");
    Peers.requireFile(IMAGE, "mvn package");
  }

  private static Program.Result inspect(int processes) {
    return Program.under(
            "setpriv",
            "--reuid",
            NOBODY_ELSE,
            "--clear-groups",
            "prlimit",
            "--nproc=" + processes + ":" + processes)
        .run("inspect", "--depth", "content", "--threads", "4", IMAGE);
  }

  @Test
  void fewProcessesChangeNothingInTheAnswer() {
    Peers.requireRoot();
    Program.Result free = inspect(10_000);
    assertEquals(0, free.code(), free.toString());
    int processes = 1;
    // Where the runtime cannot start, the exit code says so too.
    assertEquals(ExitCode.CANNOT_TELL, inspect(processes).code());
    while (inspect(processes).err().contains("custody: cannot tell: ")) {
      processes++;
      assertTrue(processes < MOST, "the JVM does not start");
    }
    int least = processes;
    for (; processes < least + 8; processes++) {
      Program.Result few = inspect(processes);
      assertEquals(0, few.code(), processes + " processes: " + few);
      assertEquals(free.out(), few.out());
      assertFalse(few.err().contains("\tat "), few.toString());
    }
    System.out.printf("inspect works from %d processes on%n", least);
  }

  @Test
  void exhaustedMemoryIsADefectAndNoClosedGate() throws Exception {
    Path archive = work.resolve("many.tar");
    Program.shell(
        """
        python3 - "$1" <<'PYTHON'
        import sys, tarfile
        with open(sys.argv[1], "wb") as out:
            for i in range(45000):
                out.write(tarfile.TarInfo("blobs/%080d" % i).tobuf(tarfile.USTAR_FORMAT))
        PYTHON
        """,
        archive);
    Path verdict = work.resolve("verdict");
    for (List<String> words :
        List.of(
            List.of("inspect"),
            List.of("record"),
            List.of(
                "verify",
                "--digest",
                "sha256:" + "0".repeat(64),
                "--verdict-file",
                verdict.toString()))) {
      Program.Result result = inSmallHeap(words, archive);
      assertEquals(ExitCode.DEFECT, result.code(), result.toString());
      assertEquals("", result.out());
      assertTrue(result.err().matches("custody: a defect .*: memory ran out .*\\n"), result.err());
    }
    assertEquals("unknown", Files.readString(verdict));
  }

  /**
   * So small that a tar of many files fills it; a heap of 64 MiB holds more files than are read.
   */
  private static Program.Result inSmallHeap(List<String> words, Path archive) {
    List<String> command =
        new ArrayList<>(
            List.of(
                HOME.resolve("runtime/bin/java").toString(),
                "@" + HOME.resolve("lib/custody.options"),
                "-Xmx8m",
                "-Xmn2m",
                "-cp",
                HOME.resolve("lib/custody.jar").toString(),
                "dev.custody.cli.Main"));
    command.addAll(words);
    command.add(archive.toString());
    return Program.run(command, Map.of());
  }
}
