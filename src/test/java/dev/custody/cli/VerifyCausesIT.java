package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What happens to an archive between record and verify, made for real: the program runs as a child
 * process, names the cause, and opens or closes the gate.
 */
class VerifyCausesIT {
  @TempDir static Path directory;
  private static Path first;
  private static Path second;

  /**
   * @param meanwhile what happens to {@code image.tar}; $1 is another image's archive
   * @param arguments of verify besides the record
   */
  private record Situation(
      String cause, String verdict, String meanwhile, List<String> arguments, List<String> under) {}

  /** A scratch place on the disk of the workspace, which only this mount namespace sees as /mnt. */
  private static final String MNT =
      "scratch=\"$WORK.scratch\"; mkdir \"$scratch\"; mount --bind \"$scratch\" /mnt; ";

  private static Situation of(String cause, String verdict, String meanwhile, String... arguments) {
    return new Situation(cause, verdict, meanwhile, List.of(arguments), List.of());
  }

  private static final List<Situation> SITUATIONS =
      List.of(
          of("NONE", "pass", "true"),
          of("NONE", "pass", "touch image.tar"),
          of("NONE", "pass", "chmod 0640 image.tar; chown 0:1000970000 image.tar"),
          of("NONE", "pass", "cp image.tar new; sleep 0.05; touch new; mv new image.tar"),
          of(
              "NONE",
              "pass",
              "mkdir l; tar -C l -xf image.tar; rm image.tar; sleep 0.05;"
                  + " skopeo --insecure-policy copy -q oci:l:latest oci-archive:image.tar:latest"),
          of("REWRITTEN_IN_PLACE", "fail", "cat \"$1\" > image.tar"),
          of("REPLACED", "fail", "cp \"$1\" new; sleep 0.05; touch new; mv new image.tar"),
          of("BEING_WRITTEN", "fail", "truncate -s 3000 image.tar"),
          of("TRUNCATED", "fail", "truncate -s 3000 image.tar; touch -d '1 hour ago' image.tar"),
          of(
              "CORRUPT_BLOB",
              "fail",
              "t=$(stat -c %y image.tar); n=$(grep -abo hello-layer image.tar | head -1 | cut -d: -f1);"
                  + " printf X | dd of=image.tar bs=1 seek=${n:-700} conv=notrunc 2> /dev/null;"
                  + " touch -d \"$t\" image.tar",
              "--depth",
              "content"),
          of(
              "AMBIGUOUS_INDEX",
              "fail",
              "mkdir l; tar -C l -xf image.tar; jq -c '.manifests += [.manifests[0] |"
                  + " .annotations[\"org.opencontainers.image.ref.name\"]=\"b\"]' l/index.json > y;"
                  + " cp y l/index.json; tar -C l -cf image.tar blobs index.json oci-layout;"
                  + " touch -d '1 hour ago' image.tar"),
          of("REF_NOT_FOUND", "unknown", "true", "--ref", "nope"),
          of("NOT_OCI", "fail", "echo text > image.tar; touch -d '1 hour ago' image.tar"),
          new Situation(
              "NONE",
              "pass",
              "true",
              List.of("--temp-dir", "/mnt"),
              List.of(
                  "unshare",
                  "-m",
                  "sh",
                  "-c",
                  "mount -t tmpfs -o size=4k t /mnt; mkdir /mnt/oci1; exec \"$@\"",
                  "sh")),
          new Situation("NONE", "pass", "true", List.of("--next-uid", "65532"), List.of()),
          mounted("DIFFERENT_VOLUME", "mount -t tmpfs t \"$WORK\""),
          mounted("DIFFERENT_SUBPATH", "mkdir /mnt/other; mount --bind /mnt/other \"$WORK\""),
          mounted(
              "DIFFERENT_VOLUME",
              "truncate -s 4M /mnt/disk; mkfs.ext4 -q /mnt/disk; mount -o loop /mnt/disk \"$WORK\""),
          new Situation(
              "VOLUME_FULL",
              "fail",
              "true",
              List.of(),
              List.of(
                  "unshare",
                  "-m",
                  "sh",
                  "-euc",
                  "mount -t tmpfs -o size=16k t \"$WORK\"; head -c 3000 \"$FIRST\" > \"$WORK/image.tar\";"
                      + " touch -d '1 hour ago' \"$WORK/image.tar\";"
                      + " dd if=/dev/zero of=\"$WORK/fill\" bs=4k 2> /dev/null || true; exec \"$@\"",
                  "sh")),
          new Situation(
              "BEING_WRITTEN",
              "fail",
              "true",
              List.of("--depth", "content"),
              List.of(
                  "sh",
                  "-c",
                  "(while :; do echo x >> \"$WORK/image.tar\"; done) & writer=$!; \"$@\"; code=$?;"
                      + " kill $writer; exit $code",
                  "sh")),
          new Situation(
              "MODE_DENIES",
              "unknown",
              "chown 0:0 image.tar; chmod 0600 image.tar",
              List.of(),
              List.of("setpriv", "--reuid", "65532", "--regid", "0", "--clear-groups")));

  /** Another mount lies over the workspace when the archive is verified. */
  private static Situation mounted(String cause, String mount) {
    return new Situation(
        cause,
        "unknown",
        "true",
        List.of(),
        List.of("unshare", "-m", "sh", "-euc", MNT + mount + "; exec \"$@\"", "sh"));
  }

  @BeforeAll
  static void makeArchives() {
    Peers.require("umoci", "skopeo", "jq", "setpriv", "unshare");
    Peers.requireRoot();
    Program.shell("chmod 0755 \"$1\"", directory);
    first = Archives.oci(directory, "first", "hello");
    second = Archives.oci(directory, "second", "another");
  }

  @TestFactory
  List<DynamicTest> namesTheCauseAndDecides() {
    return SITUATIONS.stream()
        .map(s -> DynamicTest.dynamicTest(s.cause() + ": " + s.meanwhile(), () -> check(s)))
        .toList();
  }

  private static void check(Situation situation) throws Exception {
    Path work = Files.createTempDirectory(directory, "case");
    // Written over more than one tick of the clock, so that its birth and its last write differ.
    Program.shell(
        "cd \"$1\"; chmod 0755 .; head -c 100 \"$2\" > image.tar; sleep 0.05;"
            + " tail -c +101 \"$2\" >> image.tar",
        work,
        first);
    Path archive = work.resolve("image.tar");
    Path record = directory.resolve(work.getFileName() + ".json");
    assertEquals(0, Program.plain().run("record", "-o", record, archive).code());
    Program.shell("cd \"$2\"; sleep 0.05; " + situation.meanwhile(), second, work);

    List<Object> arguments =
        new ArrayList<>(List.of("verify", "--recorded", record, "--format", "json"));
    arguments.addAll(situation.arguments());
    arguments.add(archive);
    Program.Result result =
        new Program(situation.under(), Map.of("WORK", work.toString(), "FIRST", first.toString()))
            .run(arguments.toArray());

    JsonNode answer = RecordJson.mapper().readTree(result.out());
    List<String> causes =
        answer
            .path("findings")
            .valueStream()
            .filter(f -> f.path("kind").stringValue().equals("cause"))
            .map(f -> f.path("cause").stringValue())
            .toList();
    System.out.printf(
        "%-20s made for real: %-60s %s%n",
        situation.cause(),
        situation.meanwhile().substring(0, Math.min(60, situation.meanwhile().length())),
        causes.isEmpty() ? "nothing named" : causes.getFirst());
    assertEquals(situation.verdict(), answer.path("verdict").stringValue(), result.toString());
    assertEquals(
        Map.of("pass", 0, "fail", 1, "unknown", 3).get(situation.verdict()), result.code());
    if (situation.cause().equals("NONE")) {
      assertTrue(causes.isEmpty(), "a false alarm: " + result);
    } else {
      assertEquals(situation.cause(), causes.getFirst(), result.toString());
    }
    if (situation.cause().equals("NONE") && situation.under().toString().contains("/mnt/oci1")) {
      assertTrue(result.out().contains("LEFTOVER_TMP"), result.toString());
    }
    if (situation.arguments().contains("--next-uid")) {
      assertTrue(result.out().contains("PROBE_IDENTITY_DIFFERS"), result.toString());
    }
    if (situation.arguments().contains("--temp-dir")) {
      assertTrue(result.out().contains("TMP_TOO_SMALL"), result.toString());
    }
  }
}
