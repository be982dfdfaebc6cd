package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every input error of the contract, made for real, with the text and the exit code that the user
 * gets.
 */
class InputErrorsIT {
  @TempDir static Path directory;
  private static Path good;

  @BeforeAll
  static void makeArchives() {
    Peers.require("umoci", "skopeo");
    good = Archives.oci(directory, "good", "hello");
  }

  /** One way to go wrong: how it is made from a good archive, and what the program says. */
  private record Case(String name, String script, String argument, int code, List<String> texts) {}

  private static Case of(String name, String script, String argument, int code, String... texts) {
    return new Case(name, script, argument, code, List.of(texts));
  }

  @TestFactory
  List<DynamicTest> saysWhatIsWrongAndWhatToDo() {
    String unpack = "mkdir l; tar -C l -xf \"$2\"; ";
    String pack = "; tar -C l -cf a.tar blobs index.json oci-layout";
    String manifest = "m=$(jq -r '.manifests[0].digest' l/index.json | sed 's/sha256://'); ";
    return List.of(
            of("no such file", "true", "a.tar", 3, "does not exist"),
            of("a parent that does not exist", "true", "none/a.tar", 3, "none"),
            of("a directory that is no layout", "mkdir a.tar", "a.tar", 3, "oci-layout"),
            of("an empty file", ": > a.tar", "a.tar", 3, "empty"),
            of("text", "echo 'permission denied' > a.tar", "a.tar", 3, "not"),
            of("long text", "yes 'not a tar' | head -c 100000 > a.tar", "a.tar", 3, "not"),
            of("zeros", "head -c 10240 /dev/zero > a.tar", "a.tar", 3, "a.tar"),
            of(
                "a tar of something else",
                "echo hi > f; tar -cf a.tar f",
                "a.tar",
                3,
                "index.json",
                "oci-layout"),
            of(
                "cut before the index",
                "n=$(tar -tRf \"$2\" | sed -n 's/^block \\([0-9]*\\): index.json$/\\1/p');"
                    + " head -c $((n * 512)) \"$2\" > a.tar",
                "a.tar",
                1,
                "index.json"),
            of("cut inside a header", "head -c 800 \"$2\" > a.tar", "a.tar", 1, "offset"),
            of("cut inside a blob", "head -c 1700 \"$2\" > a.tar", "a.tar", 1, "ends"),
            of(
                "malformed index",
                unpack + "printf '{\"manifests\":[' > l/index.json" + pack,
                "a.tar",
                1,
                "index.json",
                "column 15"),
            of(
                "an index of 5 MB",
                unpack
                    + "{ printf '{\"schemaVersion\":2,\"x\":\"'; head -c 5000000 /dev/zero | tr"
                    + " '\\0' a; printf '\"}'; } > l/index.json"
                    + pack,
                "a.tar",
                3,
                "index.json",
                "4"),
            of(
                "manifest missing",
                unpack + manifest + "rm l/blobs/sha256/$m" + pack,
                "a.tar",
                1,
                "missing"),
            of(
                "manifest of a wrong size",
                unpack + manifest + "printf ' ' >> l/blobs/sha256/$m" + pack,
                "a.tar",
                1,
                "size"),
            of(
                "manifest of a wrong digest",
                unpack
                    + manifest
                    + "sed -i 's/schemaVersion\":2/schemaVersion\": 2/; s/ \"/\"/'"
                    + " l/blobs/sha256/$m; printf '%s' \"$(tr 'v' 'v' < l/blobs/sha256/$m)\" > x;"
                    + " cp x l/blobs/sha256/$m; jq -c --argjson n $(stat -c %s x)"
                    + " '.manifests[0].size=$n' l/index.json > y; cp y l/index.json"
                    + pack,
                "a.tar",
                1,
                "does not match its digest"),
            of(
                "two images and no --ref",
                unpack
                    + "jq -c '.manifests += [.manifests[0] |"
                    + " .annotations[\"org.opencontainers.image.ref.name\"]=\"other\"]'"
                    + " l/index.json > y; cp y l/index.json"
                    + pack,
                "a.tar",
                3,
                "more than one image",
                "latest",
                "other",
                "--ref"),
            of("unknown --ref", "cp \"$2\" a.tar", "oci-archive:a.tar:nope", 3, "nope", "latest"),
            of(
                "unsupported media types",
                unpack
                    + "jq -c '.manifests[0].mediaType=\"application/x-none\"' l/index.json > y;"
                    + " cp y l/index.json"
                    + pack,
                "oci-archive:a.tar:latest",
                3,
                "application/x-none"),
            of(
                "sparse entries",
                unpack
                    + "truncate -s 1M s; d=$(sha256sum s | cut -d' ' -f1); mv s l/blobs/sha256/$d; "
                    + manifest
                    + "jq -c --arg d sha256:$d '.layers[0].digest=$d | .layers[0].size=1048576'"
                    + " l/blobs/sha256/$m > x; d=$(sha256sum x | cut -d' ' -f1); n=$(stat -c %s x);"
                    + " mv x l/blobs/sha256/$d; jq -c --arg d sha256:$d --argjson n $n"
                    + " '.manifests[0].digest=$d | .manifests[0].size=$n' l/index.json > y;"
                    + " cp y l/index.json; tar -S --format=gnu -C l -cf a.tar blobs index.json"
                    + " oci-layout",
                "a.tar",
                1,
                "the type 'S'"),
            of(
                "a literal Tekton variable",
                "true",
                "$(workspaces.source.path)/image.tar",
                2,
                "$(workspaces.source.path)",
                "Tekton"),
            of("a FIFO", "mkfifo a.tar", "a.tar", 3, "FIFO"),
            of("a device", "true", "/dev/zero", 3, "device"),
            of(
                "a socket",
                "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"a.tar\")'",
                "a.tar",
                3,
                "socket"))
        .stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)))
        .toList();
  }

  private static void check(Case c) throws IOException {
    Path scratch = Files.createTempDirectory(directory, "case");
    Program.shell("cd \"$1\"; " + c.script(), scratch, good);
    String argument =
        c.argument().startsWith("$(") || c.argument().startsWith("/")
            ? c.argument()
            : c.argument().replaceFirst("(^|:)(none/)?a\\.tar", "$1" + scratch + "/$2a.tar");
    // The digest it has, if it has one, so that verify judges the error and not another image.
    String found =
        RecordJson.mapper()
            .readTree(Program.plain().run("inspect", "--format", "json", argument).out() + " ")
            .path("digest")
            .asString("sha256:" + "0".repeat(64));
    for (String command : List.of("inspect", "record", "verify")) {
      Program.Result result =
          command.equals("verify")
              ? Program.plain().run(command, "--digest", found, argument)
              : Program.plain().run(command, argument);
      assertEquals(c.code(), result.code(), command + ": " + result);
      String said = result.out() + result.err();
      String first = said.lines().findFirst().orElse("");
      for (String text : c.texts()) {
        assertTrue(said.contains(text), command + " does not say \"" + text + "\": " + result);
      }
      assertTrue(said.contains("a.tar") || said.contains(c.argument()), first);
      assertFalse(said.contains("\tat "), "a stack trace: " + result);
    }
  }

  @TestFactory
  List<DynamicTest> worksWhenTheEndMarkerIsMissing() {
    return List.of(
        DynamicTest.dynamicTest(
            "a tar without its end marker",
            () -> {
              Path cut = directory.resolve("no-end.tar");
              Program.shell(
                  "head -c -1024 \"$1\" | head -c -$(( $(stat -c %s \"$1\") % 10240 == 0 ? 0 : 0 ))"
                      + " > \"$2\"",
                  good, cut);
              Program.Result result = Program.plain().run("inspect", cut);
              assertEquals(0, result.code(), result.toString());
            }));
  }

  @Test
  void aNameThatIsNotUtf8IsRefusedAndNotCalledMissing() {
    Program.Result result =
        Program.run(
            List.of(
                "bash",
                "-c",
                "exec \"$0\" explain $'/tmp/b\\xff.tar'",
                Program.LAUNCHER.toString()),
            Map.of());
    assertEquals(2, result.code(), result.toString());
    assertTrue(result.err().contains("is not UTF-8"), result.toString());
  }

  @Test
  void anEmptyPathIsAUsageError() {
    Program.Result result = Program.plain().run("explain", "");
    assertEquals(2, result.code(), result.toString());
  }

  @Test
  void lostOutputIsNoSuccess() {
    Program.Result result =
        Program.run(
            List.of("sh", "-c", "\"$0\" schema > /dev/full", Program.LAUNCHER.toString()),
            Map.of());
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.err().contains("cannot write to standard output"), result.toString());
  }

  /** As {@code custody help verify | head} does, whose reader is gone before the text ends. */
  @Test
  void aReaderThatHasSeenEnoughOfTheHelpIsNoError() {
    Program.Result result =
        Program.run(
            List.of("sh", "-c", "\"$0\" help verify | :", Program.LAUNCHER.toString()), Map.of());
    assertEquals("", result.err(), result.toString());
  }
}
