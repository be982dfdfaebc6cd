package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordLine;
import dev.custody.record.RecordValidation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever ends or refuses the writing, and whenever: the record is whole, or absent and the exit
 * code is not 0, or on standard output. It is never torn and never silently missing, and no
 * temporary file stays, with one exception: Linux cannot put a file without a name in another's
 * place in one call, so a SIGKILL between the two leaves the whole new file beside the old one.
 * Every second try is a {@code verify}, whose verdict and cause are whole, or say that it is
 * unknown (as they do from the start), or are absent, and then the exit code is not 0.
 *
 * <p>{@code -Dcustody.tries=200} makes as many tries of each kind (12 without it), {@code
 * -Dcustody.seed=N} others.
 */
class InterruptedWriteIT {
  private static final int TRIES = Integer.getInteger("custody.tries", 12);
  private static final long SEED = Long.getLong("custody.seed", 1);
  private static final String KEPT = "r-before-retry1.json";
  private static final Map<String, Integer> OUTCOMES = new TreeMap<>();

  /** What a run before left, in a directory. */
  private static final String EARLIER =
      "for f in r.json verdict cause; do echo earlier > %s/$f; done; ";

  @TempDir static Path tools;
  private static Path archive;
  private static String digest;
  private static Path work;
  private static long usualMillis;

  @BeforeAll
  static void build() throws Exception {
    Peers.require("gcc", "pkg-config", "fusermount3", "umoci", "skopeo");
    Peers.requireRoot();
    archive = Archives.oci(tools, "image", "hello");
    SmallTools.compile(tools, "errfs");
    work = Files.createDirectory(tools.resolve("work"));
    Path file = tools.resolve("digest");
    Program.plain().run("record", "-q", "-o", "/dev/null", "--digest-file", file, archive);
    digest = Files.readString(file);
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      Program.plain().run("record", "-q", "-o", work.resolve("warm.json"), archive);
      usualMillis = (System.nanoTime() - start) / 1_000_000;
    }
  }

  @AfterAll
  static void print() {
    System.out.println("outcomes of interrupted writes: " + OUTCOMES);
  }

  /** Every second one is a gate, with its results. */
  private static String command(int number) {
    return number % 2 == 0 ? "record" : "verify";
  }

  /** The command's words, which write into a directory, up to the archive. */
  private static List<String> words(int number, String directory) {
    String record = directory + "/r.json";
    return number % 2 == 0
        ? List.of("record", "-q", "-o", record)
        : List.of(
            "verify",
            "-q",
            "--digest",
            digest,
            "-o",
            record,
            "--verdict-file",
            directory + "/verdict",
            "--cause-file",
            directory + "/cause");
  }

  private static RandomGenerator random(String kind, int number) {
    return RandomGeneratorFactory.of("L64X128MixRandom")
        .create(SEED * 1_000_003 + number * 31L + kind.hashCode());
  }

  /** The starter or the runtime itself gets the signal, at any time or while the file is open. */
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void aSignalAtAnyTime(String signal) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      RandomGenerator random = random(signal, i);
      Path directory = Files.createDirectory(work.resolve(signal + i));
      boolean before = random.nextInt(4) == 0;
      if (before) {
        for (String name : List.of("r.json", "verdict", "cause")) {
          Files.writeString(directory.resolve(name), "earlier\n");
        }
      }
      boolean retried = before && random.nextBoolean();
      Path out = directory.resolve("out");
      List<String> words = new ArrayList<>(List.of(Program.LAUNCHER.toString()));
      words.addAll(words(i, directory.toString()));
      words.add(archive.toString());
      ProcessBuilder command =
          new ProcessBuilder(words)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      command.environment().put("CUSTODY_POD", retried ? "pod-retry1" : "pod");
      Process process = command.start();
      ProcessHandle runtime = null;
      if (random.nextBoolean()) {
        Thread.sleep(random.nextLong(usualMillis + usualMillis / 4));
        runtime = process.children().findFirst().orElse(null);
      } else {
        runtime = whileItWrites(process, directory);
        Thread.sleep(i % 2 * random.nextLong(4), random.nextInt(999_999));
      }
      long target = random.nextBoolean() || runtime == null ? process.pid() : runtime.pid();
      new ProcessBuilder("kill", "-" + signal, Long.toString(target))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "hangs");
      if (runtime != null) {
        runtime.onExit().get(60, TimeUnit.SECONDS);
      }
      Files.writeString(directory.resolve("code"), Integer.toString(process.exitValue()));
      String what = signal + " " + i + ": exit " + process.exitValue();
      check(
          signal + " " + command(i),
          what,
          directory.resolve("r.json"),
          before,
          process.exitValue(),
          Files.readString(out));
      if (signal.equals("KILL") && (before || command(i).equals("verify"))) {
        removeWhole(directory);
      }
      assertNothingLeft(what, directory, "r.json", KEPT, "verdict", "cause", "out", "code");
      if (retried) {
        assertTrue(
            Stream.of("r.json", KEPT).anyMatch(name -> holdsEarlier(directory.resolve(name))),
            what + " lost the record of the attempt before");
      }
    }
  }

  private static boolean holdsEarlier(Path file) {
    try {
      return Files.readString(file).equals("earlier\n");
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the runtime once it has a file of the directory open, or none when it has ended. */
  private static ProcessHandle whileItWrites(Process process, Path directory) throws Exception {
    ProcessHandle runtime = null;
    while (process.isAlive()) {
      runtime = process.children().findFirst().orElse(runtime);
      if (runtime != null && open(runtime.pid(), directory.toString())) {
        return runtime;
      }
      Thread.sleep(0, 100_000);
    }
    return runtime;
  }

  private static boolean open(long pid, String directory) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String file = Files.readSymbolicLink(descriptor).toString();
        if (file.startsWith(directory) && !file.endsWith("/out")) {
          return true;
        }
      }
    } catch (IOException e) {
      // It has just ended, or closed that one.
    }
    return false;
  }

  /** A file system that answers one call with one error, for a fresh name and for one in use. */
  @ParameterizedTest
  @CsvSource({"28, ENOSPC", "122, EDQUOT", "30, EROFS", "5, EIO"})
  void anErrorOfTheFileSystem(int number, String errno) throws Exception {
    List<String> calls =
        List.of("create", "open", "write", "short", "fsync", "flush", "rename", "chmod", "unlink");
    for (int i = 0; i < TRIES; i++) {
      RandomGenerator random = random(errno, i);
      String call = calls.get(random.nextInt(calls.size()));
      boolean before = random.nextBoolean();
      String setUp =
          "mkdir base d; "
              + (before ? EARLIER.formatted("base") : "")
              + "OP=%s ERR=%d %s/errfs $PWD/base $PWD/d; for i in $(seq 100); do mountpoint -q d &&"
                  .formatted(call, number, tools)
              + " break; sleep 0.05; done";
      inDirectory(errno, i, call, setUp, before, random.nextBoolean());
    }
  }

  /** A volume with that many bytes left, from none to more than is needed. */
  @Test
  void aVolumeThatIsNearlyFull() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      RandomGenerator random = random("full", i);
      boolean before = random.nextBoolean();
      String setUp =
          "mkdir d; mount -t tmpfs -o size=256k none d; "
              + (before ? EARLIER.formatted("d") : "")
              + "head -c "
              + (random.nextInt(20) + 44) * 4096
              + " /dev/zero > d/filler || true";
      inDirectory("full", i, "full", setUp, before, random.nextBoolean());
    }
  }

  /** Nobody reads standard output, or it is full: what was written elsewhere is whole. */
  @Test
  void standardOutputIsLost() throws Exception {
    List<String> lost = List.of(">&-", "> /dev/full", "| true");
    for (int i = 0; i < TRIES; i++) {
      RandomGenerator random = random("stdout", i);
      boolean refused = random.nextInt(3) == 0;
      String redirect = lost.get(random.nextInt(lost.size()));
      Path directory = Files.createDirectory(work.resolve("stdout" + i));
      Program.Result result =
          bash(
              directory,
              (refused ? "mkdir r.json; " : "")
                  + "set -o pipefail; $C "
                  + String.join(" ", words(i, "."))
                  + " $A 2> err "
                  + redirect);
      String what = "standard output " + redirect + ": " + result;
      if (refused) {
        assertNotEquals(0, result.code(), what);
        String err = Files.readString(directory.resolve("err"));
        assertTrue(err.contains("\ncustody-record: {"), what + err);
      } else {
        RecordValidation.assertValid(Files.readString(directory.resolve("r.json")));
        assertEquals(ExitCode.CANNOT_TELL, result.code(), what);
      }
      if (i % 2 == 1) {
        assertEquals("pass", Files.readString(directory.resolve("verdict")), what);
        assertEquals("NONE", Files.readString(directory.resolve("cause")), what);
      }
      count("standard output lost " + command(i), refused ? "on standard error" : "whole");
      assertNothingLeft(what, directory, "r.json", "verdict", "cause", "err");
    }
  }

  private static void inDirectory(
      String kind, int number, String call, String setUp, boolean before, boolean results)
      throws Exception {
    String name = kind + number;
    Path directory = Files.createDirectory(work.resolve(name));
    Program.Result result =
        bash(
            directory,
            setUp
                + "; $C "
                + String.join(" ", words(number, "d"))
                + " "
                + (results ? "--digest-file d/digest --compact-file d/compact " : "")
                + "$A > out 2> err; code=$?; ls -A d > names;"
                + " [ -e base ] || cp -r d base; umount d; exit $code");
    String out = Files.readString(directory.resolve("out"));
    String what =
        "%s on %s, before %s: exit %d, names %s\n%s"
            .formatted(
                name,
                call,
                before,
                result.code(),
                Files.readAllLines(directory.resolve("names")),
                Files.readString(directory.resolve("err")));
    check(
        kind + " " + command(number),
        what,
        directory.resolve("base/r.json"),
        before,
        result.code(),
        out);
    if (results && result.code() == 0) {
      assertEquals(71, Files.readString(directory.resolve("base/digest")).length(), what);
      assertTrue(Files.readString(directory.resolve("base/compact")).endsWith("}"), what);
    }
    // Where no name can be removed, custody cannot remove its own.
    assertTrue(
        call.equals("unlink")
            || Files.readAllLines(directory.resolve("names")).stream()
                .noneMatch(n -> n.endsWith(".tmp")),
        what);
  }

  private static void check(
      String kind, String what, Path file, boolean before, int code, String out)
      throws IOException {
    String content = Files.exists(file) ? Files.readString(file) : "";
    boolean whole = content.startsWith("{");
    if (whole) {
      RecordValidation.assertValid(content);
    } else {
      assertTrue(content.isEmpty() || (before && content.equals("earlier\n")), what);
    }
    int at = out.lastIndexOf(RecordLine.PREFIX);
    boolean printed = at >= 0 && out.endsWith("}\n");
    if (printed) {
      RecordValidation.assertValid(out.substring(at + RecordLine.PREFIX.length()));
    }
    assertTrue(whole || printed || code != 0, "silently missing: " + what);
    count(
        kind,
        (whole ? "whole" : printed ? "on standard output" : "absent")
            + (code == 0 ? ", exit 0" : ", exit not 0"));
    if (kind.endsWith("verify")) {
      result(what, file.resolveSibling("verdict"), "pass", "unknown", before, code);
      result(what, file.resolveSibling("cause"), "NONE", "UNEXPLAINED_ERROR", before, code);
    }
  }

  /** A result is this run's; or unknown, empty or an earlier one's, and the exit code says so. */
  private static void result(
      String what, Path file, String right, String unknown, boolean before, int code)
      throws IOException {
    String content = Files.exists(file) ? Files.readString(file) : "";
    assertTrue(
        content.equals(right)
            || (code != 0
                && (content.equals(unknown)
                    || content.isEmpty()
                    || (before && content.equals("earlier\n")))),
        file + " holds '" + content + "': " + what);
  }

  /** Takes away the one file that a SIGKILL just before a rename may leave; it must be whole. */
  private static void removeWhole(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> left = files.filter(f -> f.toString().endsWith(".tmp")).toList();
      assertTrue(left.size() <= 1, left + " were left");
      for (Path file : left) {
        String content = Files.readString(file);
        if (file.getFileName().toString().startsWith(".r.json.")) {
          RecordValidation.assertValid(content);
        } else {
          assertTrue(
              List.of("pass", "NONE", "unknown", "UNEXPLAINED_ERROR").contains(content),
              file + " holds " + content);
        }
        Files.delete(file);
      }
    }
  }

  private static void assertNothingLeft(String what, Path directory, String... expected)
      throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      assertFalse(
          names.stream().anyMatch(n -> !List.of(expected).contains(n)), what + " left " + names);
    }
  }

  private static void count(String kind, String outcome) {
    OUTCOMES.merge(kind + ": " + outcome, 1, Integer::sum);
  }

  private static Program.Result bash(Path directory, String script) {
    return Program.run(
        List.of("unshare", "-m", "bash", "-c", "cd \"$W\" || exit 99; " + script),
        Map.of(
            "W", directory.toString(),
            "C", Program.LAUNCHER.toString(),
            "A", archive.toString()));
  }
}
