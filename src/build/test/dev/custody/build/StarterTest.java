package dev.custody.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The starter, with a shell script in place of the Java runtime. */
class StarterTest {
  private static final Path SOURCES = Path.of("src/build/starter");

  @TempDir Path work;
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    home = work.toRealPath().resolve("a home");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("runtime/bin"));
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    executable(
        home.resolve("bin/custody"),
        Files.readAllBytes(SOURCES.resolve("starter-" + architecture)));
    java("printf '%s\\n' \"$@\"; exit 160");
  }

  private void java(String script) throws IOException {
    executable(home.resolve("runtime/bin/java"), ("#!/bin/sh\n" + script + "\n").getBytes(UTF_8));
  }

  private static void executable(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int code, String out, String err) {}

  private ProcessBuilder starter(List<String> words) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/custody").toString()));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectOutput(work.resolve("out").toFile())
        .redirectError(work.resolve("err").toFile());
  }

  private Ended ended(Process process) throws Exception {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "hangs");
    return new Ended(
        process.exitValue(),
        Files.readString(work.resolve("out")),
        Files.readString(work.resolve("err")));
  }

  private Ended run(String... words) throws Exception {
    return ended(starter(List.of(words)).start());
  }

  @ParameterizedTest
  @CsvSource({
    "hashing, brief, inspect --depth content a",
    "hashing, custody, record --depth layers a",
    "hashing, brief, inspect --depth=CONTENT a",
    "hashing, custody, verify --depth=Layers a",
    "hashing, brief, inspect --hash-archive a",
    "short, brief, inspect a",
    "short, brief, inspect --depth STRUCTURE contents",
    "short, custody, explain /layers/content.tar",
    "short, brief, --version",
    "short, custody, inspect --format json a",
    "short, custody, inspect --format=JSON a",
    "short, custody, record inspect",
    "short, custody, help",
  })
  void choosesCompilerAndCacheByTheWords(String mode, String cache, String line) throws Exception {
    List<String> words = List.of(line.split(" ", -1));
    List<String> given = run(words.toArray(String[]::new)).out().lines().toList();
    assertTrue(given.contains("@" + home + "/lib/" + mode + ".options"), given::toString);
    assertTrue(given.contains("-XX:AOTCache=" + home + "/lib/" + cache + ".aot"), given::toString);
    int main = given.indexOf("dev.custody.cli.Main");
    assertEquals(words, given.subList(main + 1, given.size()));
  }

  @Test
  void passesEveryWordAsItIs() throws Exception {
    String out = run("", " a  b", "*", "ü$(x)\"'").out();
    assertTrue(out.endsWith("dev.custody.cli.Main\n\n a  b\n*\nü$(x)\"'\n"), out);
  }

  @ParameterizedTest
  @CsvSource({
    // What Main says, it says with 160 added; all else is the runtime's own end.
    "160, 0",
    "161, 1",
    "162, 2",
    "163, 3",
    "230, 70",
    "0, 3",
    "1, 3",
    "2, 3",
    "126, 3",
    "143, 143",
  })
  void onlyMainCanSayPassOrClosed(int runtime, int code) throws Exception {
    java("exit " + runtime);
    Ended ended = run("verify", "a");
    assertEquals(code, ended.code(), ended.toString());
    boolean own = runtime >= 160 || runtime > 128;
    assertEquals(own, ended.err().isEmpty(), ended.toString());
  }

  @ParameterizedTest
  @CsvSource({"KILL, 137", "SEGV, 3", "SYS, 3", "ABRT, 3", "TERM, 143"})
  void aSignalThatEndsTheRuntimeIsNoVerdict(String signal, int code) throws Exception {
    java("kill -" + signal + " $$");
    assertEquals(code, run("verify", "a").code());
  }

  @Test
  void saysWhenTheRuntimeIsNotThere() throws Exception {
    Files.delete(home.resolve("runtime/bin/java"));
    Ended ended = run("inspect", "a");
    assertEquals(3, ended.code());
    assertEquals(
        "custody: cannot tell: " + home + "/runtime/bin/java cannot be started (errno 2)\n",
        ended.err());
  }

  @Test
  void keepsVariablesThatSteerTheRuntimeAway() throws Exception {
    java("env; exit 160");
    ProcessBuilder builder = starter(List.of("inspect"));
    Map<String, String> environment = builder.environment();
    for (String name :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "_JAVA_LAUNCHER_DEBUG")) {
      environment.put(name, "-Xlog:help");
    }
    environment.put("LD_BIND_NOW", "1");
    environment.put("LC_ALL", "C");
    environment.put("CUSTODY_POD", "a pod");
    String out = ended(builder.start()).out();
    assertFalse(out.contains("JAVA") || out.contains("LD_BIND"), out);
    assertTrue(out.contains("CUSTODY_POD=a pod\n") && out.contains("LC_ALL=C.UTF-8\n"), out);
  }

  /** Else the record would be opened under the number of standard output. */
  @Test
  void noFileTakesTheNumberOfAClosedStream() throws Exception {
    java("for n in 0 1 2; do readlink /proc/self/fd/$n; done > \"${0%/*}/streams\"; exit 160");
    Process process =
        new ProcessBuilder(
                "sh", "-c", "\"$0\" inspect <&- >&- 2>&-", home.resolve("bin/custody").toString())
            .start();
    assertEquals(0, process.waitFor());
    assertEquals(
        List.of("/dev/null", "/dev/null"),
        Files.readAllLines(home.resolve("runtime/bin/streams")).stream()
            .filter("/dev/null"::equals)
            .toList());
  }

  @Test
  void handsSignalsOnAndWaits() throws Exception {
    java("trap 'echo asked to end; exit 143' TERM; echo ready; while :; do sleep 0.05; done");
    Process process = starter(List.of("record", "--wait", "5m", "a")).start();
    for (int i = 0; i < 200 && Files.size(work.resolve("out")) == 0; i++) {
      Thread.sleep(25);
    }
    process.destroy();
    Ended ended = ended(process);
    assertEquals(143, ended.code(), ended.toString());
    assertEquals("ready\nasked to end\n", ended.out());
  }

  /** The committed files are what this source and these compilers give, byte for byte. */
  @Test
  void isMadeFromItsSource() throws Exception {
    assumeTrue(version("gcc").equals("12.2.0"), "skipped: no gcc 12.2.0");
    Path made = Files.createDirectories(work.resolve("made"));
    Process make =
        new ProcessBuilder(SOURCES.resolve("make").toString(), made.toString()).inheritIO().start();
    assertEquals(0, make.waitFor());
    for (String name : List.of("starter-amd64", "starter-arm64")) {
      if (Files.exists(made.resolve(name))) {
        assertArrayEquals(
            Files.readAllBytes(SOURCES.resolve(name)),
            Files.readAllBytes(made.resolve(name)),
            name);
      }
    }
  }

  private static String version(String compiler) throws Exception {
    try {
      Process asked = new ProcessBuilder(compiler, "-dumpfullversion").start();
      return new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      return "none";
    }
  }
}
