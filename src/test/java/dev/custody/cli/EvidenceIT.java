package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.JsonSchema;
import dev.custody.record.RecordLine;
import dev.custody.record.RecordValidation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No evidence is lost where a step cannot write as it was told to, and no exit code hides it. A
 * FUSE file system answers with a chosen error, seccomp refuses chosen calls.
 */
class EvidenceIT {
  private static final String OTHER =
      "setpriv --reuid 1001 --regid 1001 --clear-groups --inh-caps=-all --bounding-set=-all ";

  @TempDir static Path tools;
  @TempDir Path work;
  private static Path archive;

  @BeforeAll
  static void build() {
    Peers.require("gcc", "pkg-config", "fusermount3", "setpriv", "chattr", "umoci", "skopeo");
    Peers.requireRoot();
    Program.shell("chmod 0755 \"$1\"", tools);
    archive = Archives.oci(tools, "image", "hello");
    Program.shell("chmod 0644 \"$1/image.tar\"", tools);
    SmallTools.compile(tools, "errfs", "seccomp", "swap");
  }

  /**
   * Runs a script in a mount namespace of its own; {@code $C} is the program, {@code $A} an
   * archive.
   */
  private Program.Result run(String script) {
    return Program.run(
        List.of(
            "unshare",
            "-m",
            "bash",
            "-c",
            "chmod 0755 \"$W\"; cd \"$W\" || exit 99; fuse() { mkdir -p base m; env \"$@\" $T/errfs"
                + " $W/base $W/m -o allow_other,default_permissions & for i in $(seq 100); do"
                + " mountpoint -q m && break; sleep 0.05; done; }; "
                + script),
        Map.of(
            "W", work.toString(),
            "C", Program.LAUNCHER.toString(),
            "A", archive.toString(),
            "T", tools.toString()));
  }

  private static void assertRecordIsTheLastLine(Program.Result result) {
    String last = result.out().lines().toList().getLast();
    assertTrue(last.startsWith(RecordLine.PREFIX), result.toString());
    RecordValidation.assertValid(last.substring(RecordLine.PREFIX.length()));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The JVM would warn of it in every run, beside the answer. */
  @Test
  void aNodeWithoutHugePagesIsNotWorthAWord() {
    Program.Result result = run("mount -t tmpfs none /sys; $C inspect -q $A");
    assertEquals(0, result.code(), result.toString());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"record $A", "verify --digest sha256:$(printf '0%.0s' {1..64}) $A", "explain $A"})
  void everyCommandThatObservesHandsItsRecordOver(String command) {
    assertRecordIsTheLastLine(run("$C " + command));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record --compact-file results/r $A | --compact-file results/r",
        "record --digest-file results/r $A | --digest-file results/r",
        "record --sha256-file results/r $A | --sha256-file results/r",
        "verify --digest none --recorded r.json --verdict-file results/r $A | --verdict-file"
            + " results/r",
        "verify --digest none --recorded r.json --cause-file results/r $A | --cause-file results/r",
        "explain --compact-file results/r $A | --compact-file results/r",
        "report -o results/r r.json | --output results/r",
      })
  void aResultThatCannotBeWrittenIsExit3(String command, String named) {
    Program.Result result =
        run("mkdir results; $C record -q -o r.json $A > /dev/null; " + OTHER + "$C " + command);
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(
        result.err().contains(named + " was not written: permission denied (EACCES)"),
        result.toString());
  }

  /** A record that went out another way, with a word about it, is no failure. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mkdir d | EACCES",
        "mkdir d; mount -t tmpfs -o ro none d | EROFS",
        "mkdir d; mkfifo d/r.json | it is a pipe",
        "mkdir -m 1777 d; touch d/r.json | EACCES",
        "mkdir -m 0777 d; touch victim; ln -s ../victim d/r.json | symbolic link",
        "mkdir -m 0777 d; mkdir out; ln -s ../out d/deep; mv d/deep d/x; ln -s x d/r.json |"
            + " symbolic link",
      })
  void aRecordThatCannotBeWrittenGoesToStandardOutput(String setUp, String reason) {
    Program.Result result = run(setUp + "; " + OTHER + "$C record -q -o d/r.json $A");
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.err().contains(reason), result.toString());
    assertRecordIsTheLastLine(result);
  }

  /** Inputs that would never end, and outputs that nobody reads: answered at once. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report --from-log f | named pipe",
        "report --cluster f | named pipe",
        "verify --recorded f $A | named pipe",
        "record -q -o /dev/null --built-id f $A | --built-id f",
        "confirm --digest sha256:0123456789abcdef f | named pipe",
        "explain --write f | which custody does not write to",
        "record -q -o /dev/null --digest-file - $A | - is standard output",
        "record -q -o /dev/null --digest-file loop $A | circle of symbolic links",
        "explain --write loop/x | SYMLINK",
        "inspect loop | Too many levels of symbolic links. `custody",
      })
  void namesAPipeOrALoopAndDoesNotWait(String command, String said) {
    Program.Result result = run("mkfifo f; ln -s loop loop; timeout 20 $C " + command);
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    String all = (result.out() + result.err()).replaceAll("\\s+", " ");
    assertTrue(all.contains(said), result.toString());
    assertFalse(Files.exists(work.resolve("-")), result.toString());
  }

  @Test
  void readsTheLogThatACommandPrints() throws Exception {
    Program.Result result =
        run("$C record -q $A > log; $C report --format text --from-log <(cat log)");
    // The record is the last line; what precedes it depends on what is in the machine's /var/tmp.
    int last = Files.readAllLines(work.resolve("log")).size();
    assertTrue(result.out().contains("line " + last + " left a record"), result.toString());
  }

  /** Whatever the limit, the step ends with an answer, or with 3 and a sentence. */
  @ParameterizedTest
  @ValueSource(ints = {3, 7, 10, 16, 24})
  void tooFewDescriptorsAreNoDefectAndNoVerdict(int limit) {
    Program.Result result =
        run("ulimit -n " + limit + "; exec $C verify -q -o r.json --digest 0123456789ab $A");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertFalse(result.err().contains("defect"), result.toString());
  }

  @Test
  void writesInPlaceWhereARenameIsImpossible() throws Exception {
    Program.Result result =
        run(
            "fuse OP=rename ERR=38; chmod 777 base m; "
                + OTHER
                + "$C record -q -o m/r.json $A; echo; : > log; chmod 666 log; mkdir dev; : >"
                + " dev/log; mount --bind log dev/log; "
                + OTHER
                + "$C record -q -o x.json --compact-file dev/log $A; umount m");
    assertEquals(0, result.code(), result.toString());
    assertEquals(Set.of("r.json"), names(work.resolve("base")));
    RecordValidation.assertValid(Files.readString(work.resolve("base/r.json")));
    assertTrue(
        Files.readString(work.resolve("log")).startsWith("{\"custody\":"), result.toString());
  }

  @Test
  void keepsTheFileWhereOnlyChmodFails() throws Exception {
    Program.Result result =
        run(
            "fuse OP=chmod ERR=1; chmod 777 base; "
                + OTHER
                + "$C record -q -o m/r.json $A; umount m");
    assertEquals(0, result.code(), result.toString());
    assertEquals("", result.err());
    RecordValidation.assertValid(Files.readString(work.resolve("base/r.json")));
    assertEquals(Set.of("r.json"), names(work.resolve("base")));
  }

  @Test
  void leavesNoTemporaryFileInAnAppendOnlyDirectory() throws Exception {
    Program.Result result =
        run("mkdir d; chattr +a d; $C record -q -o d/r.json $A; code=$?; chattr -a d; exit $code");
    assertEquals(0, result.code(), result.toString());
    assertEquals(Set.of("r.json"), names(work.resolve("d")));
    RecordValidation.assertValid(Files.readString(work.resolve("d/r.json")));
  }

  /** EDQUOT while the volume has room, a full volume, one that broke, one that became read-only. */
  @ParameterizedTest
  @CsvSource({
    "write, 122, EDQUOT",
    "write, 28, ENOSPC",
    "write, 5, EIO",
    "fsync, 5, EIO",
    "create, 30, EROFS",
  })
  void anErrorWhileWritingLeavesTheOldRecordOrNothing(String call, int number, String errno)
      throws Exception {
    Program.Result result =
        run(
            ("fuse OP=%s ERR=%d; echo old > base/old.json; $C record -q -o m/old.json $A >"
                    + " /dev/null; $C record -q -o m/new.json $A; code=$?; umount m; exit $code")
                .formatted(call, number));
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.err().contains("(" + errno + ")"), result.toString());
    assertRecordIsTheLastLine(result);
    String old = Files.readString(work.resolve("base/old.json"));
    assertTrue(old.equals("old\n") || old.isEmpty() || old.startsWith("{"), old);
    assertFalse(Files.exists(work.resolve("base/new.json")), result.toString());
    assertTrue(names(work.resolve("base")).stream().noneMatch(n -> n.endsWith(".tmp")));
  }

  /** Names that are exchanged while it writes: no file outside gets another mode or content. */
  @Test
  void nobodyOutsideIsTouchedWhileNamesAreExchanged() throws Exception {
    Program.Result result =
        run(
            "mkdir -m 0777 d; mkdir -m 0700 secret; echo s > secret/f; chmod 600 secret/f; (while ["
                + " ! -e stop ] && [ $SECONDS -lt 100 ]; do mv -f d/sub d/old; ln -sfn ../secret"
                + " d/sub; rm -f d/sub; mkdir -p -m 0777 d/sub; ln -sf ../secret/f d/r.json; rm -rf"
                + " d/old; done) 2> /dev/null & for i in 1 2 3 4 5 6; do $C record -q -o d/sub/f $A"
                + " > /dev/null 2>&1; $C record -q -o d/r.json $A > /dev/null 2>&1; done; touch"
                + " stop; wait; stat -c '%a %n' secret secret/f; cat secret/f; ls secret");
    assertEquals("700 secret\n600 secret/f\ns\nf\n", result.out(), result.toString());
  }

  /** A directory that custody made, exchanged for another before custody has entered it. */
  @Test
  void aDirectoryOfOthersKeepsItsModeWhileNamesAreExchanged() throws Exception {
    Program.Result result =
        run(
            "mkdir -m 0777 d; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do mkdir -m 0700 d/victim$i;"
                + " timeout 20 $T/swap d/sub$i d/victim$i & $C record -q -o d/sub$i/r.json $A"
                + " > /dev/null 2>&1; wait; echo $(stat -c %a d/sub$i d/victim$i); done | sort |"
                + " uniq -c | tr -s ' '");
    assertEquals(" 12 700 777\n", result.out(), result.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // statx refused by an old seccomp profile, clone3 too; too few processes; no memory.
        "$T/seccomp 1 332 --",
        "$T/seccomp 1 435 --",
        "prlimit --nproc=1:1 " + OTHER,
        "prlimit --as=200000000",
      })
  void aRuntimeThatCannotStartIsExit3(String under) {
    Program.Result result =
        run(
            "mkdir -p results; chmod 0777 results; "
                + under
                + " $C verify --digest sha256:$(printf '0%.0s' {1..64}) --verdict-file v"
                + " --cause-file=$PWD/results/c $A");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(result.err().contains("custody: cannot tell: "), result.toString());
    assertFalse(Files.exists(work.resolve("v")));
    assertEquals("UNEXPLAINED_ERROR", read("results/c"));
  }

  /** The starter waits for the runtime with these calls; without them it must not wait for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"1 14", "38 14", "1 128", "38 128", "1 13", "1 61", "1 72"})
  void aSeccompProfileThatRefusesTheStarterItsCallsIsNoHang(String refused) {
    Program.Result result =
        run(
            "timeout -s KILL 40 $T/seccomp "
                + refused
                + " -- $C verify -q --digest sha256:$(printf '0%.0s' {1..64}) -o r.json $A");
    boolean looked = result.code() == ExitCode.CLOSED && Files.exists(work.resolve("r.json"));
    assertTrue(looked || result.code() == ExitCode.CANNOT_TELL, result.toString());
    assertTrue(looked || result.err().contains("cannot tell"), result.toString());
  }

  @Test
  void aDeletedWorkingDirectoryIsExit3AndNamed() {
    Program.Result result = run("mkdir gone; cd gone; rmdir ../gone; $C inspect $A");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(result.err().contains("the working directory was deleted"), result.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"> /dev/full", ">&-"})
  void standardOutputThatIsLostIsNoSuccess(String redirect) {
    Program.Result result = run("$C record -q -o r.json $A " + redirect);
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(Files.exists(work.resolve("r.json")));
  }

  /** The name that later tasks read holds the newest attempt's record, and none is lost. */
  @Test
  void aRetryTakesTheNameAndKeepsTheRecordOfTheAttemptBefore() throws Exception {
    Program.Result result =
        run(
            "export CUSTODY_RETRY=0 CUSTODY_POD=push-pod; $C record -q -o r.json --compact-file c0"
                + " $A > /dev/null; cp r.json first.json; export CUSTODY_POD=push-pod-retry2; $C"
                + " record -q -o r.json --compact-file c2 $A > /dev/null; CUSTODY_POD=p $C verify"
                + " -q --recorded r.json --recorded-compact \"$(cat c2)\" $A");
    assertEquals(0, result.code(), result.toString());
    assertEquals(
        Files.readString(work.resolve("first.json")),
        Files.readString(work.resolve("r-before-retry2.json")));
    assertTrue(Files.readString(work.resolve("r.json")).contains("\"retry\" : \"2\""));
    assertTrue(result.err().contains("it is kept as r-before-retry2.json"), result.toString());
  }

  /** Where the older record cannot make way, the new one lies beside it, and that is said. */
  @Test
  void aRecordThatCannotMakeWayIsNotOverwrittenByARetry() throws Exception {
    Program.Result result =
        run(
            "export CUSTODY_RETRY=0 CUSTODY_POD=p; mkdir d; $C record -q -o d/r.json $A >"
                + " /dev/null; cp d/r.json first.json; chattr +a d; CUSTODY_POD=p-retry1 $C record"
                + " -q -o d/r.json $A > /dev/null; code=$?; chattr -a d; exit $code");
    assertEquals(0, result.code(), result.toString());
    assertEquals(
        Files.readString(work.resolve("first.json")), Files.readString(work.resolve("d/r.json")));
    assertTrue(Files.readString(work.resolve("d/r-retry1.json")).contains("\"retry\" : \"1\""));
    assertTrue(result.err().contains("this one's is in d/r-retry1.json"), result.toString());
  }

  @Test
  void aFullRecordThatWasChangedIsNotTrustedBesideItsCompactOne() {
    Program.Result result =
        run(
            "$C record -q -o r.json --compact-file c.json $A > /dev/null; sed -i"
                + " 's/\"schemaVersion\" : \"2\"/\"schemaVersion\":\"2\"/' r.json; $C verify"
                + " --recorded r.json --recorded-compact \"$(cat c.json)\" -o v.json $A");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(
        result.out().replaceAll("\\s+", " ").contains("the compact record says"),
        result.toString());
  }

  /** One change to a record or a compact one: refused with the reason, and nothing else is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sed -i 's/\"createdAt\" : .*/\"createdAt\" : null,/' r.json; $C compare r.json r.json |"
            + " field createdAt: null is not a value",
        "jq '.archive.evidence.image.manifest = null' r.json > n.json; $C compare n.json r.json |"
            + " field archive.evidence.image.manifest: null is not a value",
        "jq '.process.label = null' r.json > n.json; $C compare r.json n.json | field"
            + " process.label: null is not a value",
        "sed -i 's/\"custody\" : \"/&\\xff/' r.json; $C compare r.json r.json | not UTF-8",
        "printf '\\xff' >> r.json; $C compare r.json r.json | not UTF-8",
        "$C verify --recorded-compact \"$(jq -c '.manifest = null' c.json)\" $A >&2 | field"
            + " manifest: null is not a value",
        "$C verify --recorded-compact \"$(jq -c '.config = null' c.json)\" $A >&2 | field config:"
            + " null is not a value",
      })
  void aNullOrBytesThatAreNotUtf8AreRefusedWithTheReason(String command, String said) {
    Program.Result result =
        run(
            "$C record -q -o r.json --compact-file c.json $A > /dev/null; $C compare r.json r.json"
                + " > /dev/null || exit 98; "
                + command);
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertTrue(result.err().replaceAll("\\s+", " ").contains(said), result.toString());
    assertFalse(result.err().contains("defect"), result.toString());
  }

  /** What each command prints as JSON is what its schema says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record | record --format json $A",
        "record | record --output - $A",
        "compact | record -q -o x.json --compact-file /dev/stderr $A",
        "verify | verify --recorded r.json --format json -o v.json $A",
        "verify | verify --digest none --recorded r.json --format json -o v.json $A",
        "verify | compare --format json r.json r.json",
        "inspect | inspect --format json $A",
        "inspect | inspect --format json --depth layers --hash-archive --find $D $A",
        "inspect | inspect --format json nowhere.tar",
        "explain | explain --format json $A",
        "explain | explain --format json nowhere/image.tar",
        "explain-write | explain --write --format json new",
        "report | report --format json r.json",
        "find | find --format json $D r.json $A",
        "confirm | confirm --format json --recorded r.json m.json",
      })
  void printedJsonIsWhatItsSchemaSays(String schema, String command) {
    Program.Result result =
        run(
            "$C record -q -o r.json --digest-file d $A > /dev/null; D=$(cat d); tar -xOf $A"
                + " blobs/sha256/${D#sha256:} > m.json; $C schema "
                + schema
                + " > schema.json; $C "
                + command);
    JsonSchema of =
        Arrays.stream(JsonSchema.values())
            .filter(s -> s.toString().equals(schema))
            .findFirst()
            .orElseThrow();
    assertEquals(of.text(), read("schema.json"));
    RecordValidation.assertValid(of, schema.equals("compact") ? result.err() : result.out());
  }

  private String read(String name) {
    try {
      return Files.readString(work.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A gate that opens says what lies beside the archive, in few rows; JSON holds all of it. */
  @Test
  void aPassTellsWhatLiesBesideTheArchive() {
    Program.Result result =
        run(
            "mkdir s; cp $A s/image.tar; echo 1 > s/old; $C record -q -o s/r.json s/image.tar >"
                + " /dev/null; rm s/old; echo 2 > s/new; cp $A s/.image.tar.Xa1.tmp; cp $A"
                + " s/Image.tar; mkdir s/sub; cp $A s/sub/image.tar; $C verify -q --list-depth 2"
                + " --recorded s/r.json -o v.json s/image.tar; $C compare s/r.json v.json; $C"
                + " compare --format json s/r.json v.json > c.json; jq -r '.workspace.lookAlikes[],"
                + " .workspace.changes[].change' c.json > said; jq -e .verdict c.json > /dev/null");
    assertEquals(0, result.code(), result.toString());
    List<String> rows =
        result
            .out()
            .lines()
            .filter(l -> l.contains("beside it ") || l.contains("workspace "))
            .toList();
    assertEquals(8, rows.size(), result.toString());
    for (int of : new int[] {0, 4}) {
      assertTrue(rows.get(of).contains("beside it      .image.tar.Xa1.tmp: "), rows.toString());
      assertTrue(rows.get(of + 1).contains("beside it      Image.tar: "), rows.toString());
      assertTrue(rows.get(of + 2).contains("/s/sub/image.tar: "), rows.toString());
      assertTrue(
          rows.get(of + 3).contains("workspace      3 other names appeared"), rows.toString());
    }
    String json = read("said");
    for (String part : List.of("Image.tar: ", "/s/new appeared", "/s/old vanished")) {
      assertTrue(json.contains(part), part + "\n" + json);
    }
    Program.Result quiet =
        run(
            "mkdir q; cp $A q/image.tar; $C record -q -o q/.custody/r.json q/image.tar > /dev/null;"
                + " cd q; $C verify -q --recorded .custody/r.json -o .custody/v.json image.tar");
    assertEquals(0, quiet.code(), quiet.toString());
    assertFalse(quiet.out().contains("workspace "), quiet.toString());
  }

  @Test
  void whatChangedAroundTheArchiveIsContext() {
    Program.Result result =
        run(
            "mkdir s; cp $A s/image.tar; echo 1 > s/old; $C record -q -o r.json s/image.tar >"
                + " /dev/null; rm s/old; echo 2 > s/new; cp $A s/image.tar.tmp; $C verify"
                + " --verbose --recorded r.json -o v.json s/image.tar");
    assertEquals(0, result.code(), result.toString());
    for (String part :
        List.of("/s/new appeared", "/s/old vanished", "beside it      image.tar.tmp")) {
      assertTrue(result.out().contains(part), part + "\n" + result);
    }
    Program.Result report = run("$C report r.json v.json");
    for (String part :
        List.of("/s/new appeared", "/s/old vanished", "the archive: image.tar.tmp")) {
      assertTrue(
          report.out().replace("`", "").replaceAll("\\s+", " ").contains(part),
          part + "\n" + report);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s/Image.tar, image.tar",
    "s/image.tra, image.tar",
    "S/image.tar, s",
    "sorce/image.tar, source",
    "source/deep/image.tar, deeper",
  })
  void aPathThatDoesNotExistHasNeighboursThatLookAlike(String path, String neighbour) {
    for (String command : List.of("inspect ", "explain ")) {
      Program.Result missing =
          run("mkdir -p s source/deeper; cp $A s/image.tar; $C " + command + path);
      assertTrue(missing.out().contains("beside it      " + neighbour + ": "), missing.toString());
    }
  }
}
