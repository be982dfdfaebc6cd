package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Gigabytes read for real: under a memory limit, stopped in the middle, from a failing disk. */
@Tag("alone")
class ContentReadIT {
  private static final long SIZE = 4L << 30;

  @TempDir static Path directory;
  private static Path archive;

  @BeforeAll
  static void makeArchive() {
    Peers.require(
        "umoci",
        "jq",
        "python3",
        "openssl",
        "fincore",
        "mkfs.ext4",
        "mount",
        "script",
        "strace",
        "taskset");
    Peers.requireRoot();
    archive = Archives.sparse(directory, "large", SIZE, zeros(SIZE));
  }

  @Test
  void fourGigabytesPassThrough128Mebibytes() {
    for (String depth : List.of("content", "layers")) {
      Program.Result result =
          Program.inMemory("128M").run("inspect", "--format", "json", "--depth", depth, archive);
      assertEquals(0, result.code(), result.toString());
      JsonNode evidence = RecordJson.mapper().readTree(result.out());
      assertTrue(result.out().contains("\"bytesHashed\""), result.toString());
      assertTrue(evidence.findValue("bytesHashed").longValue() >= SIZE, result.toString());
    }
  }

  @Test
  void leavesThePageCacheAsItWas() {
    long size = 512L << 20;
    // A hole has no pages to wait for, so it always looks as if it were cached.
    Path real = directory.resolve("real.tar");
    Path hole = Archives.sparse(directory, "hole", size, zeros(size));
    Program.shell("cp --sparse=never \"$1\" \"$2\"; rm \"$1\"", hole, real);
    for (String depth : List.of("content", "layers")) {
      dropFromCache(real);
      assertEquals(0, Program.plain().run("inspect", "--depth", depth, real).code());
      long left = cached(real);
      assertTrue(left < size / 4, left + " bytes of what nobody had cached are still there");

      long others = size / 4;
      Program.shell("head -c \"$2\" \"$1\" > /dev/null", real, others);
      assertEquals(0, Program.plain().run("inspect", "--depth", depth, real).code());
      long kept = cached(real);
      System.out.printf(
          "page cache, %s: %d bytes left of %d, %d kept of %d%n", depth, left, size, kept, others);
      assertTrue(kept > others * 9 / 10, kept + " bytes are left of what was cached before");
      assertTrue(kept < others * 3 / 2, kept + " bytes are left, more than were cached before");
    }
  }

  @Test
  void aSignalStopsItAtOnceAndNothingStays() throws Exception {
    Path work = Files.createTempDirectory(directory, "stopped");
    for (String signal : List.of("TERM", "INT")) {
      long[] millis = new long[5];
      for (int i = 0; i < millis.length; i++) {
        Process process =
            new ProcessBuilder(
                    Program.LAUNCHER.toString(),
                    "record",
                    "--depth",
                    "content",
                    "-o",
                    work.resolve("record.json").toString(),
                    archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        Thread.sleep(700);
        assertTrue(process.isAlive(), "it was too fast to be stopped");
        long began = System.nanoTime();
        Program.shell("kill -$1 $2", signal, process.pid());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        millis[i] = (System.nanoTime() - began) / 1_000_000;
        assertEquals(signal.equals("TERM") ? 143 : 130, process.exitValue());
      }
      Arrays.sort(millis);
      System.out.printf("SIG%s: stopped after %s ms%n", signal, Arrays.toString(millis));
      assertTrue(millis[2] <= 100, millis[2] + " ms after SIG" + signal + ", median of five");
    }
    assertEquals(List.of(work.resolve("log")), files(work));
    assertEquals("", Files.readString(work.resolve("log")));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void asManyThreadsReadAsItMayUseProcessors() throws Exception {
    Peers.requireProcessors(2);
    // One blob is large: with a second processor it is read ahead.
    assertTrue(threads(List.of()).contains("ahead"));
    String one = Program.shell("taskset -cp $$ | sed 's/.*: *//; s/[-,].*//'");
    assertFalse(threads(List.of("taskset", "-c", one)).contains("ahead"), "by affinity");
    String group = "custody-" + ProcessHandle.current().pid();
    List<String> quota = List.of("sh", "-euc", QUOTA_OF_ONE, group);
    assertFalse(threads(quota).contains("ahead"), "by quota");
    Program.shell("rmdir /sys/fs/cgroup/cpu/$1 2> /dev/null || rmdir /sys/fs/cgroup/$1", group);
  }

  /** Enters a cgroup for one processor: of v2 or of v1, as above. */
  private static final String QUOTA_OF_ONE =
      """
      root=/sys/fs/cgroup; [ ! -d $root/cpu ] || root=$root/cpu
      mkdir $root/$0; cd $root/$0
      if [ -e cpu.max ]; then echo 100000 100000 > cpu.max; else echo 100000 > cpu.cfs_quota_us; fi
      echo $$ > cgroup.procs; exec "$@"
      """;

  @Test
  void quietStartsNoThreadThatTells() throws Exception {
    assertTrue(threads(List.of()).contains("progress"));
    assertFalse(threads(List.of(), "--quiet").contains("progress"));
  }

  /** The names that the kernel shows of its threads while it reads the large archive. */
  private static Set<String> threads(List<String> prefix, String... options) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Program.LAUNCHER.toString(), "inspect", "--depth", "content"));
    command.addAll(List.of(options));
    command.add(archive.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("threads.log").toFile())
            .start();
    Set<String> names = new TreeSet<>();
    while (process.isAlive()) {
      // The starter waits for the JVM, which is its child.
      for (ProcessHandle jvm : process.children().toList()) {
        try {
          for (Path task : files(Path.of("/proc", String.valueOf(jvm.pid()), "task"))) {
            names.add(Files.readString(task.resolve("comm")).strip());
          }
        } catch (IOException e) {
          // A thread has ended, or all have.
        }
      }
      Thread.sleep(5);
    }
    assertEquals(0, process.exitValue(), () -> Program.shell("cat $1", directory + "/threads.log"));
    return names;
  }

  @Test
  void aTerminalSeesOneLineThatChanges() {
    String shown = onTerminal("");
    assertTrue(
        Pattern.compile("\rcustody: [0-9.]+ [MG]B of 4\\.3 GB read, [0-9.]+ [MG]B/s, [0-9]+ s left")
            .matcher(shown)
            .find(),
        shown);
    assertTrue(shown.contains("\r\033[K"), "the line is not taken away: " + shown);
    assertFalse(onTerminal("--quiet").contains("left"));
  }

  /** What a terminal gets while the archive is hashed, by one thread so that it takes its time. */
  private static String onTerminal(String option) {
    return Program.shell(
        "script -qec \"$1 inspect $2 --threads 1 --depth content $3\" /dev/null < /dev/null",
        Program.LAUNCHER,
        option,
        archive);
  }

  @Test
  void aFailingDiskIsNamedWithThePlace() {
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-euc",
                // The layer last, so that it alone lies where the disk is cut.
                "cd \"$1\"; truncate -s 64M disk; mkfs.ext4 -q -O ^has_journal disk; mkdir volume;"
                    + " umoci init --layout l; umoci new --image l:latest; mkdir root; head -c"
                    + " 30000000 /dev/urandom > root/file; umoci insert --image l:latest root"
                    + " /data; layer=$(ls -S l/blobs/sha256 | head -1); mv l/blobs/sha256/$layer .;"
                    + " mount -o loop disk volume; cp -r l volume/; sync; cp $layer"
                    + " volume/l/blobs/sha256/; sync; dd if=volume/l/blobs/sha256/$layer"
                    + " of=volume/l/blobs/sha256/$layer oflag=nocache conv=notrunc,fdatasync"
                    + " count=0 2> /dev/null; truncate -s 20M disk; exec \"$2\" inspect --depth"
                    + " content oci:volume/l",
                "sh",
                directory.toString(),
                Program.LAUNCHER.toString()),
            Map.of());
    assertEquals(3, result.code(), result.toString());
    assertTrue(
        result
            .out()
            .replaceAll("\\s+", " ")
            .matches(".* layer 1 .* failed at offset [0-9]+: Input/output error.*"),
        result.toString());
  }

  private static String zeros(long size) {
    return Program.shell("head -c \"$1\" /dev/zero | openssl dgst -sha256 | sed 's/.*= //'", size);
  }

  private static void dropFromCache(Path file) {
    Program.shell(
        "sync \"$1\"; dd if=\"$1\" of=\"$1\" oflag=nocache conv=notrunc,fdatasync count=0 2>"
            + " /dev/null",
        file);
  }

  private static long cached(Path file) {
    return Long.parseLong(Program.shell("fincore -b -n -o RES \"$1\"", file));
  }
}
