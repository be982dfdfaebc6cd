package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.diagnosis.CauseTable;
import dev.custody.record.RecordJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What happens to an archive between record and verify, made for real: the program runs as a child
 * process, names the cause, and opens or closes the gate.
 */
class VerifyCausesIT {
  /** Either fail or unknown: which one depends on the moment at which it is looked. */
  private static final String CLOSED = "closed";

  @TempDir static Path directory;
  private static Path first;
  private static Path second;

  /**
   * @param cause the first cause named; NONE for nothing
   * @param meanwhile what happens to {@code image.tar}; $1 is another image's archive
   * @param arguments of verify besides the record
   * @param under what verify runs under, a script that ends in {@code "$@"}; empty for nothing
   * @param recordedUnder the same for record
   * @param mentions a warning or note that is there besides; empty for none
   */
  private record Situation(
      String cause,
      String verdict,
      String meanwhile,
      List<String> arguments,
      String recordedUnder,
      String under,
      String mentions) {
    Situation under(String script) {
      return new Situation(cause, verdict, meanwhile, arguments, recordedUnder, script, mentions);
    }

    Situation recordedUnder(String script) {
      return new Situation(cause, verdict, meanwhile, arguments, script, under, mentions);
    }

    Situation mentions(String finding) {
      return new Situation(cause, verdict, meanwhile, arguments, recordedUnder, under, finding);
    }

    Situation observed(String file) {
      return new Situation(
          cause, verdict, meanwhile, with(arguments, file), recordedUnder, under, mentions);
    }

    /** The path to verify, where it is not {@code image.tar}, is the last argument. */
    private static List<String> with(List<String> arguments, String file) {
      return Stream.concat(arguments.stream(), Stream.of("FILE " + file)).toList();
    }

    String name() {
      String made = under.isEmpty() ? meanwhile : under;
      return cause + (mentions.isEmpty() ? "" : ", " + mentions) + ": " + made;
    }
  }

  private static Situation of(String cause, String verdict, String meanwhile, String... arguments) {
    return new Situation(cause, verdict, meanwhile, List.of(arguments), "", "", "");
  }

  /** While verify reads, this is done to the archive again and again. */
  private static Situation meanwhile(String loop) {
    return of("BEING_WRITTEN", CLOSED, "true", "--depth", "content")
        .under(
            "cd \"$WORK\"; [ -e other ] || cp image.tar other; (set +e; while :; do "
                + loop
                + "; done) & writer=$!; cd /; code=0; \"$@\" || code=$?; kill $writer || true; exit"
                + " $code");
  }

  /** Another mount lies over the workspace when the archive is verified. */
  private static Situation mounted(String cause, String mount) {
    // A scratch place on the disk of the workspace, which only this mount namespace sees as /mnt.
    return of(cause, "unknown", "true")
        .under(
            "scratch=\"$WORK.scratch\"; mkdir \"$scratch\"; mount --bind \"$scratch\" /mnt; "
                + mount
                + "; exec \"$@\"");
  }

  /** The archive on a tmpfs with these options, its export cut off long ago. */
  private static Situation onTmpfs(String options, String fill) {
    return of("VOLUME_FULL", "fail", "true")
        .under(
            "mount -t tmpfs -o "
                + options
                + " t \"$WORK\"; head -c 3000 \"$FIRST\" > \"$WORK/image.tar\";"
                + " touch -d '1 hour ago' \"$WORK/image.tar\"; "
                + fill
                + "; exec \"$@\"");
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
          of(
              "BEING_WRITTEN",
              "fail",
              "truncate -s 3000 image.tar; touch -d '1 hour ago' image.tar"),
          of(
              "CORRUPT_BLOB",
              "fail",
              "t=$(stat -c %y image.tar); n=$(grep -abo hello-layer image.tar | head -1 | cut -d:"
                  + " -f1); printf X | dd of=image.tar bs=1 seek=${n:-700} conv=notrunc 2>"
                  + " /dev/null; touch -d \"$t\" image.tar",
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
          of("NONE", "pass", "true", "--temp-dir", "/mnt")
              .under(
                  "mount -t tmpfs -o size=4k t /mnt; mkdir -m 0700 /mnt/oci1; touch -d '2 hours"
                      + " ago' /mnt/oci1; exec \"$@\"")
              .mentions("LEFTOVER_TMP"),
          of("NONE", "pass", "true", "--temp-dir", "/mnt")
              .under("mount -t tmpfs -o size=4k t /mnt; exec \"$@\"")
              .mentions("TMP_TOO_SMALL"),
          of("NONE", "pass", "true", "--temp-dir", "/mnt/not-mounted").mentions("TMP_TOO_SMALL"),
          of("NONE", "pass", "true", "--next-uid", "65532").mentions("PROBE_IDENTITY_DIFFERS"),
          of("NONE", "pass", "true")
              .under(
                  "mount --bind \"$WORK\" \"$WORK\"; mount -o remount,ro,bind \"$WORK\";"
                      + " exec \"$@\"")
              .mentions("READ_ONLY_MOUNT"),
          mounted("DIFFERENT_VOLUME", "mount -t tmpfs t \"$WORK\""),
          mounted("DIFFERENT_SUBPATH", "mkdir /mnt/other; mount --bind /mnt/other \"$WORK\""),
          mounted(
              "DIFFERENT_VOLUME",
              "truncate -s 4M /mnt/disk; mkfs.ext4 -q /mnt/disk; mount -o loop /mnt/disk"
                  + " \"$WORK\""),
          onTmpfs("size=16k", "dd if=/dev/zero of=\"$WORK/fill\" bs=4k 2> /dev/null || true"),
          onTmpfs("size=1m,nr_inodes=3", ": > \"$WORK/fill\""),
          meanwhile("echo x >> image.tar"),
          meanwhile("touch image.tar"),
          meanwhile("cp other new; mv new image.tar"),
          meanwhile("truncate -s 3000 image.tar; cat other > image.tar"),
          meanwhile("cat other > image.tar"),
          of("REMOVED", "unknown", "rm image.tar"),
          of("OTHER_PATH", "fail", "cp \"$1\" base.tar").observed("base.tar"),
          of("OTHER_PATH", "unknown", "true").observed("imgae.tar"),
          of("DIFFERENT_VOLUME", "fail", "true")
              .under("mount -t tmpfs t \"$WORK\"; cp \"$SECOND\" \"$WORK/image.tar\"; exec \"$@\""),
          of("NONE", "pass", "true")
              .under(
                  "cp -p \"$WORK/image.tar\" \"$WORK/../kept.tar\"; mount -t tmpfs -o size=0 t"
                      + " \"$WORK\"; cp -p \"$WORK/../kept.tar\" \"$WORK/image.tar\"; exec \"$@\""),
          // Nothing but zeros: an empty tar, or space that is reserved and not written yet.
          of(
              "BEING_WRITTEN",
              "fail",
              "truncate -s 0 image.tar; tar -cf image.tar --files-from=/dev/null"
                  + "; touch -d '1 hour ago' image.tar"),
          of(
              "BEING_WRITTEN",
              "fail",
              "truncate -s 3072 image.tar; truncate -s 7168 image.tar;"
                  + " touch -d '1 hour ago' image.tar"),
          of("NONE", "pass", "touch -d '1 day' image.tar").mentions("CLOCK_SKEW"),
          of("NONE", "pass", "true")
              .recordedUnder("CUSTODY_PIPELINE_RUN_UID=a exec \"$@\"")
              .under("CUSTODY_PIPELINE_RUN_UID=b exec \"$@\"")
              .mentions("OTHER_RUN"),
          of("OTHER_RUN", "fail", "cp \"$1\" image.tar")
              .recordedUnder("CUSTODY_PIPELINE_RUN_UID=a exec \"$@\"")
              .under("CUSTODY_PIPELINE_RUN_UID=b exec \"$@\""),
          denied().mentions("IMAGE_USER_DIFFERS"),
          denied()
              .recordedUnder("CUSTODY_SCC=pipelines-scc exec \"$@\"")
              .under(
                  "export CUSTODY_SCC=restricted-v2;"
                      + " exec setpriv --reuid 65532 --regid 0 --clear-groups \"$@\"")
              .mentions("SCC_DIFFERS"),
          of("MODE_DENIES", "unknown", "chown 0:4242 image.tar; chmod 0640 image.tar")
              .recordedUnder("exec setpriv --reuid 65532 --regid 0 --groups 4242 \"$@\"")
              .under("exec setpriv --reuid 65532 --regid 0 --clear-groups \"$@\"")
              .mentions("GROUPS_FROM_IMAGE"),
          of("USERNS_WRITER", "unknown", "chown 200000:200000 image.tar; chmod 0600 image.tar")
              .recordedUnder(
                  "unshare --user sleep 60 & holder=$!; sleep 0.2;"
                      + " echo 0 200000 65536 > /proc/$holder/uid_map;"
                      + " echo 0 200000 65536 > /proc/$holder/gid_map;"
                      + " nsenter --user=/proc/$holder/ns/user --setuid 0 --setgid 0 \"$@\";"
                      + " kill $holder")
              .under("exec setpriv --reuid 65532 --regid 0 --clear-groups \"$@\""));

  /** A file of root's alone, read as another. */
  private static Situation denied() {
    return of("MODE_DENIES", "unknown", "chown 0:0 image.tar; chmod 0600 image.tar")
        .under("exec setpriv --reuid 65532 --regid 0 --clear-groups \"$@\"");
  }

  @BeforeAll
  static void makeArchives() {
    Peers.require("umoci", "skopeo", "jq", "setpriv", "unshare", "buildah");
    Peers.requireRoot();
    // The records are written by several ids.
    Program.shell("chmod 1777 \"$1\"", directory);
    first = Archives.oci(directory, "first", "hello");
    second = Archives.oci(directory, "second", "another");
  }

  @TestFactory
  List<DynamicTest> namesTheCauseAndDecides() {
    return SITUATIONS.stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> check(s))).toList();
  }

  /** The build printed a digest, but its tag was never moved: the export took yesterday's image. */
  @Test
  void namesTheExportOfAStaleTag() throws Exception {
    Path work = Files.createTempDirectory(directory, "stale");
    Program.shell(
        """
        cd "$1"
        buildah() {
          command buildah --root "$PWD/root" --runroot "$PWD/run" --storage-driver vfs "$@"
        }
        c=$(buildah from scratch)
        echo yesterday > content; buildah copy -q "$c" content /content > /dev/null
        buildah commit -q --timestamp "$(date -d '1 day ago' +%s)" "$c" app:latest > /dev/null
        buildah push -q app:latest oci-archive:yesterday.tar:latest
        echo today > content; buildah copy -q "$c" content /content > /dev/null
        buildah commit -q --iidfile id "$c" > commit.log; built=$(cut -d: -f2 id)
        buildah push -q "$built" oci-archive:built.tar:latest
        buildah push -q app:latest oci-archive:image.tar:latest
        """,
        work);
    Program yesterday = Program.plain().with("CUSTODY_PIPELINE_RUN_UID", "yesterday");
    Path record = work.resolve("yesterday.json");
    assertEquals(0, yesterday.run("record", "-o", record, work.resolve("yesterday.tar")).code());
    Path digest = work.resolve("digest");
    assertEquals(
        0,
        Program.plain().run("record", "--digest-file", digest, work.resolve("built.tar")).code());

    Program today = Program.plain().with("CUSTODY_PIPELINE_RUN_UID", "today");
    List<Object> arguments =
        new ArrayList<>(
            List.of("verify", "--digest", Files.readString(digest), "--format", "json"));
    // A digest alone may be of anything: it is not in the archive, and that is all it shows.
    assertNamed(
        "DIGEST_NOT_IN_ARCHIVE", "medium", today.run(with(arguments, work.resolve("image.tar"))));
    arguments.addAll(List.of("--recorded", record));
    assertNamed(
        "OLD_IMAGE_EXPORTED", "medium", today.run(with(arguments, work.resolve("image.tar"))));

    // An export of docker's format gets another id too, and a cached build is as old: not certain.
    List<Object> taking = List.of("record", "--built-id", work.resolve("id"), "--format", "json");
    assertNamed("OLD_IMAGE_EXPORTED", "medium", today.run(with(taking, work.resolve("image.tar"))));
    Program.Result right = today.run(with(taking, work.resolve("built.tar")));
    assertEquals(0, right.code(), right.toString());
    assertTrue(right.out().contains("BUILT_IMAGE_EXPORTED"), right.toString());
  }

  private static Object[] with(List<Object> arguments, Path archive) {
    List<Object> all = new ArrayList<>(arguments);
    all.add(archive);
    return all.toArray();
  }

  private static void assertNamed(String cause, String confidence, Program.Result result) {
    assertEquals(1, result.code(), result.toString());
    JsonNode first = RecordJson.mapper().readTree(result.out()).path("findings").path(0);
    assertEquals(cause, first.path("cause").stringValue(), result.toString());
    assertEquals(confidence, first.path("confidence").stringValue(), result.toString());
    CauseTable.namedRight(
        cause, CauseTable.Origin.MADE_FOR_REAL, "buildah exports a tag never moved, " + confidence);
  }

  private static Program program(String under, Path work) {
    return new Program(
        under.isEmpty() ? List.of() : List.of("unshare", "-m", "sh", "-euc", under, "sh"),
        Map.of("WORK", work.toString(), "FIRST", first.toString(), "SECOND", second.toString()));
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
    Program.Result recorded =
        program(situation.recordedUnder(), work).run("record", "-o", record, archive);
    assertEquals(0, recorded.code(), recorded.toString());
    Program.shell("cd \"$2\"; sleep 0.05; " + situation.meanwhile(), second, work);

    List<Object> arguments =
        new ArrayList<>(List.of("verify", "--recorded", record, "--format", "json"));
    Path observed = archive;
    for (String argument : situation.arguments()) {
      if (argument.startsWith("FILE ")) {
        observed = work.resolve(argument.substring(5));
      } else {
        arguments.add(argument);
      }
    }
    arguments.add(observed);
    Program.Result result = program(situation.under(), work).run(arguments.toArray());
    // The writer may not have had its turn during the few milliseconds of a look.
    for (int i = 0; i < 10 && situation.verdict().equals(CLOSED) && result.code() == 0; i++) {
      result = program(situation.under(), work).run(arguments.toArray());
    }

    JsonNode answer = RecordJson.mapper().readTree(result.out());
    List<String> causes =
        answer
            .path("findings")
            .valueStream()
            .filter(f -> f.path("kind").stringValue().equals("cause"))
            .map(f -> f.path("cause").stringValue())
            .toList();
    String verdict = answer.path("verdict").stringValue();
    assertEquals(Map.of("pass", 0, "fail", 1, "unknown", 3).get(verdict), result.code());
    assertEquals(
        situation.verdict(),
        situation.verdict().equals(CLOSED) && !verdict.equals("pass") ? CLOSED : verdict,
        result.toString());
    if (situation.cause().equals("NONE")) {
      assertTrue(causes.isEmpty(), "a false alarm: " + result);
    } else {
      assertEquals(situation.cause(), causes.getFirst(), result.toString());
    }
    assertTrue(
        situation.mentions().isEmpty() || result.out().contains(situation.mentions()),
        result.toString());
    CauseTable.namedRight(
        situation.cause().equals("NONE") && !situation.mentions().isEmpty()
            ? situation.mentions()
            : situation.cause(),
        CauseTable.Origin.MADE_FOR_REAL,
        situation.under().isEmpty() ? situation.meanwhile() : situation.under());
  }
}
