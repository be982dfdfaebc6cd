package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Refusals and failures as file systems give them to another uid: of a FUSE file system that
 * answers with a chosen error, mode or owner, of attributes, sticky directories, full and read-only
 * mounts. Each is named, or said to be unexplained with its error, and never taken for another.
 */
class RefusalIT {
  private static final String U =
      "setpriv --reuid 1001 --regid 1001 --clear-groups --inh-caps=-all --bounding-set=-all ";
  private static final String MEMBER =
      "setpriv --reuid 1001 --regid 1001 --groups 2000 --inh-caps=-all --bounding-set=-all ";

  @TempDir static Path tools;
  @TempDir Path work;
  private static Path archive;

  @BeforeAll
  static void build() {
    Peers.require("gcc", "pkg-config", "fusermount3", "setpriv", "chattr", "umoci", "skopeo");
    Peers.requireRoot();
    Program.shell("chmod 0755 \"$1\"", tools);
    archive = Archives.oci(tools, "image", "hello");
    SmallTools.compile(tools, "errfs");
  }

  /** Runs a script in a mount namespace of its own; {@code fuse} mounts base on m. */
  private Program.Result run(String script) {
    return Program.run(
        List.of(
            "unshare",
            "-m",
            "bash",
            "-c",
            "chmod 0755 \"$W\"; cd \"$W\" || exit 99; fuse() { mkdir -p base m; o=$1; shift; env"
                + " \"$@\" $T/errfs $W/base $W/m -o allow_other$o & for i in $(seq 100); do"
                + " mountpoint -q m && break; sleep 0.05; done; }; "
                + script),
        Map.of(
            "W", work.toString(),
            "C", Program.LAUNCHER.toString(),
            "A", archive.toString(),
            "T", tools.toString()));
  }

  private static void assertFirst(String cause, Program.Result result) {
    assertTrue(result.out().startsWith(cause + ": "), result.toString());
  }

  private static List<String> causes(Program.Result result) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith("cause: "))
        .map(line -> line.replaceAll("cause: ([A-Z_0-9]+ \\(\\w+\\)).*", "$1"))
        .toList();
  }

  /** One pod: the export's umask leaves the group nothing. Kubelet has no part in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir v; mount -t tmpfs -o mode=2775,gid=2000 none v",
        "mkdir v pvc; chgrp 2000 pvc; chmod 2775 pvc; mount --bind pvc v",
      })
  void aFileOfUmask077InTheSamePodIsAMode(String volume) {
    Program.Result result =
        run(
            volume
                + "; (umask 077; cp $A v/image.tar; chgrp 2000 v/image.tar); "
                + MEMBER
                + "$C explain $PWD/v/image.tar");
    assertEquals(List.of("MODE_DENIES (certain)"), causes(result), result.toString());
    assertFalse(result.out().contains("kubelet"), result.toString());
  }

  /** A share of mode 0777 with a file 0600: its group does not matter, chmod does. */
  @ParameterizedTest
  @ValueSource(strings = {"1002:1002", "1002:2000", "0:0"})
  void aFile0600OnAShareOfMode0777IsAMode(String owner) {
    Program.Result result =
        run(
            "mkdir -m 0777 base; chmod 777 base; cp $A base/image.tar; chown "
                + owner
                + " base/image.tar; chmod 600 base/image.tar; fuse ,default_permissions X=; "
                + MEMBER
                + "$C explain m/image.tar; code=$?; umount m; exit $code");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertEquals(List.of("MODE_DENIES (certain)"), causes(result), result.toString());
    assertTrue(result.out().contains("chmod g+r"), result.toString());
  }

  /** Mounts of object stores and shares may give every file its mode: chmod would not help. */
  @ParameterizedTest
  @CsvSource({
    "s3fs, 0000, 0, 0",
    "s3fs, 0600, 0, 0",
    "gcsfuse, 0640, 0, 3000",
    "blobfuse2, 0000, 1002, 1002",
  })
  void aMountThatFixesModesIsNamedAsPossible(String type, String mode, int uid, int gid) {
    Program.Result result =
        run(
            "mkdir base; cp $A base/image.tar; fuse ,default_permissions,subtype=%s MODE=%s OWN=%d"
                    .formatted(type, mode, uid)
                + " GRP="
                + gid
                + "; "
                + U
                + "$C explain m/image.tar; code=$?; umount m; exit $code");
    assertFirst("MOUNT_FIXES_MODE", result);
    assertTrue(causes(result).contains("MOUNT_FIXES_MODE (medium)"), result.toString());
    assertFalse(result.out().contains("(certain)"), result.toString());
  }

  /**
   * Any error of a read: exit 3, verdict unknown, and a cause beside it, never NONE. By {@code
   * -Dcustody.seed=N} others, by {@code -Dcustody.tries=N} more.
   */
  @ParameterizedTest
  @ValueSource(strings = {"getattr", "open", "read"})
  void everyErrorOfAReadHasACause(String call) throws IOException {
    List<Integer> errors = new ArrayList<>();
    // errno(3): the numbers a file system may answer with; 512 and more stay in the kernel.
    for (int number = 1; number <= 133; number++) {
      // EINTR: every program asks again, here for ever.
      if (number != 4) {
        errors.add(number);
      }
    }
    Collections.shuffle(errors, new Random(Long.getLong("custody.seed", 1) + call.hashCode()));
    errors.addFirst(126);
    for (int number : errors.subList(0, Integer.getInteger("custody.tries", 7))) {
      Program.Result result =
          run(
              "mkdir base; cp $A base/image.tar; fuse '' OP="
                  + call
                  + " ERR="
                  + number
                  + "; mkdir -p -m 0777 out; chmod 777 out; rm -f out/*; "
                  + U
                  + "$C verify -q --digest sha256:$(printf '0%.0s' {1..64}) --cause-file out/cause"
                  + " --verdict-file out/verdict m/image.tar; code=$?; umount m; rm -r base; exit"
                  + " $code");
      String what = call + " answers " + number + ": " + result;
      assertEquals(ExitCode.CANNOT_TELL, result.code(), what);
      assertEquals("unknown", Files.readString(work.resolve("out/verdict")), what);
      String cause = Files.readString(work.resolve("out/cause"));
      assertTrue(cause.matches("[A-Z][A-Z0-9_]+") && !cause.equals("NONE"), what);
      assertTrue(result.out().startsWith("UNKNOWN  " + cause + ": "), what);
    }
  }

  /** Before a write: who refuses it, or that nothing does. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "setgid directory of the group | mkdir d; chgrp 2000 d; chmod 2755 d | d/new |"
            + " WRITE_DENIED",
        "the same with g+w | mkdir d; chgrp 2000 d; chmod 2775 d | d/new | NONE",
        "own directory without w | mkdir d; chown 1001 d; chmod 0555 d | d/new | WRITE_DENIED",
        "root's directory | mkdir d | d/new | WRITE_DENIED",
        "a directory on the way is closed | mkdir -p d/e; chmod 0700 d | d/e/new | WRITE_DENIED",
        "ACL mask | mkdir d; setfacl -m u:1001:rwx,m::r-x d | d/new | WRITE_DENIED",
        "mounted read-only | mkdir d; mount -t tmpfs -o ro,mode=777 none d | d/new |"
            + " READ_ONLY_MOUNT",
        "bound read-only | mkdir d e; chmod 777 d; mount --bind d e; mount -o remount,bind,ro e |"
            + " e/new | READ_ONLY_MOUNT",
        "immutable directory | mkdir d; chmod 777 d; chattr +i d | d/new | IMMUTABLE",
        "immutable file | mkdir d; chmod 777 d; touch d/f; chmod 666 d/f; chattr +i d/f | d/f |"
            + " IMMUTABLE",
        "append-only file | mkdir d; chmod 777 d; touch d/f; chmod 666 d/f; chattr +a d/f | d/f |"
            + " IMMUTABLE",
        "append-only directory | mkdir d; chmod 777 d; chattr +a d | d/new | NONE",
        "setgid directory itself | mkdir -m 2775 d; mkdir d/t; chgrp 2000 d d/t; chmod 2755 d/t |"
            + " d/t | WRITE_DENIED",
        "the same with g+w | mkdir d d/t; chgrp 2000 d/t; chmod 2775 d/t | d/t | NONE",
        "a mount's own root | mkdir d; mount -t tmpfs -o mode=2755,gid=2000 none d | d |"
            + " WRITE_DENIED",
        "a mount's root that we may write | mkdir d; mount -t tmpfs -o mode=2775,gid=2000 none d |"
            + " d/ | NONE",
        "a mount's root, read-only | mkdir d; mount -t tmpfs -o ro,mode=777 none d | d |"
            + " READ_ONLY_MOUNT",
        "a link to a directory of a full volume | mkdir d; mount -t tmpfs -o size=64k,mode=777 none"
            + " d; head -c 70000 /dev/zero > d/x; ln -s d l | l | VOLUME_FULL",
        "a sticky directory of root | mkdir d; chmod 1777 d; mkdir d/t | d/t | WRITE_DENIED",
        "an immutable directory itself | mkdir d; chmod 777 d; chattr +i d | d | IMMUTABLE",
        "another's file | mkdir d; chmod 777 d; touch d/f; chmod 0644 d/f | d/f | WRITE_DENIED",
        "another's file by a link | mkdir d; chmod 755 d; touch d/f; ln -s d/f l | l |"
            + " WRITE_DENIED",
        "another's file for all | mkdir d; touch d/f; chmod 0666 d/f | d/f | NONE",
        "another's file in a sticky directory | mkdir d; chmod 1777 d; touch d/f | d/f | IMMUTABLE",
        "new file in a sticky directory | mkdir d; chmod 1777 d | d/new | NONE",
        "no directory | true | d/new | NOT_FOUND",
        "no bytes | mkdir d; mount -t tmpfs -o size=64k,mode=777 none d; head -c 70000 /dev/zero >"
            + " d/x | d/new | VOLUME_FULL",
        "no inodes | mkdir d; mount -t tmpfs -o nr_inodes=2,mode=777 none d; touch d/x | d/new |"
            + " VOLUME_FULL",
      })
  void aWriteIsDiagnosedBeforehand(String name, String setUp, String path, String cause) {
    Program.Result result =
        run(
            setUp
                + " 2> /dev/null; "
                + MEMBER
                + "$C explain --write "
                + path
                + "; code=$?; chattr -R -ia d 2> /dev/null; exit $code");
    if (cause.equals("NONE")) {
      assertEquals(0, result.code(), result.toString());
      assertEquals(List.of(), causes(result), result.toString());
    } else {
      assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
      assertFirst(cause, result);
    }
    if (cause.equals("WRITE_DENIED")) {
      // The mode says so, and it is the mode of what was asked about.
      boolean certain = !name.startsWith("ACL") && !name.contains("on the way");
      assertEquals(certain, causes(result).contains("WRITE_DENIED (certain)"), result.toString());
    }
  }

  /** Where several refuse, all are said, and whoever does what the commands say can write. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "immutable and closed | chgrp 2000 d; chmod 2755 d; chattr +i d | d/new",
        "an own directory | chown 1001 d; chmod 0555 d | d/new",
        "an immutable file of another | chmod 755 d; touch d/f; chgrp 2000 d/f; chattr +i d/f |"
            + " d/f",
        "sticky and closed | chgrp 2000 d; touch d/f; chgrp 2000 d/f; chmod 1755 d | d/f",
      })
  void theCommandsOfTheRemediesLetItWrite(String name, String setUp, String path) {
    Program.Result result =
        run(
            "mkdir d; "
                + setUp
                + "; touch() { "
                + MEMBER
                + "touch -c "
                + path
                + " && "
                + MEMBER
                + "sh -c ': >> "
                + path
                + "'; }; touch 2> /dev/null && exit 98; "
                + MEMBER
                + "$C explain --write --format json $PWD/"
                + path
                + " > out; jq -r '.findings[].remedy' out | grep -o '`ch[^`]*`' | tr -d '`' | while"
                + " read -r fix; do echo $fix; $fix; done; touch; code=$?; chattr -R -ia d; cat"
                + " out; exit $code");
    assertEquals(0, result.code(), result.toString());
  }

  /** After a failed write: the record is on standard output, and the cause beside the error. */
  @ParameterizedTest
  @CsvSource({
    "create, 122, QUOTA",
    "write, 122, QUOTA",
    "short, 28, VOLUME_FULL",
    "flush, 122, QUOTA",
    "create, 30, READ_ONLY_MOUNT",
    "write, 5, IO_ERROR",
    "fsync, 110, IO_ERROR",
    "create, 116, STALE_HANDLE",
    "create, 126, ENCRYPTED_LOCKED",
    "create, 13, WRITE_DENIED",
    "write, 27, UNEXPLAINED_ERROR",
  })
  void aFailedWriteIsDiagnosed(String call, int number, String cause) {
    Program.Result result =
        run(
            "mkdir base; chmod 777 base; fuse ,default_permissions OP=%s ERR=%d; "
                    .formatted(call, number)
                + U
                + "$C record -q -o m/r.json --digest-file m/digest $A; code=$?; umount m; ls -A"
                + " base; exit $code");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    for (String option : List.of("--output", "--digest-file")) {
      assertTrue(
          result.err().lines().anyMatch(l -> l.contains(option) && l.contains("; " + cause + ": ")),
          result.toString());
    }
    assertTrue(result.out().contains("custody-record: {"), result.toString());
    assertTrue(result.out().endsWith("}\n"), "left behind: " + result);
  }

  /**
   * What Tekton leaves literal, and what a result keeps of echo: nothing is looked at or written.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "record --compact-file '$(step.results.nope.path)' $A | UNRESOLVED_VARIABLE",
        "record -o '$(workspaces.nope.path)/r.json' $A | UNRESOLVED_VARIABLE",
        "record --digest-file='$(results.D.path)' $A | UNRESOLVED_VARIABLE",
        "verify --recorded-compact '$(tasks.build.results.RECORD)' $A | UNRESOLVED_VARIABLE",
        "verify --digest '$(tasks.build.results.DIGEST)' --cause-file cause $A |"
            + " UNRESOLVED_VARIABLE",
        "explain '${WORKSPACE}/image.tar' | UNRESOLVED_VARIABLE",
        "inspect '{{inputs.parameters.path}}' | UNRESOLVED_VARIABLE",
        "explain $A$'\\n' | WHITESPACE_IN_ARGUMENT",
        "record -o $'r.json\\n' $A | WHITESPACE_IN_ARGUMENT",
        "verify --digest $'sha256:0\\n' $A | WHITESPACE_IN_ARGUMENT",
        "inspect \" $A\" | WHITESPACE_IN_ARGUMENT",
        "inspect \"'$A'\" | WHITESPACE_IN_ARGUMENT",
      })
  void aLiteralVariableOrWhitespaceIsNamedBeforeAnythingIsWritten(String command, String named) {
    Program.Result result = run("$C " + command + "; code=$?; ls -A; exit $code");
    assertEquals(ExitCode.USAGE, result.code(), result.toString());
    assertEquals("", result.out(), result.toString());
    assertTrue(result.err().contains(named + ": "), result.toString());
  }

  /** The kernel turns the file system read-only at once; how it says so depends on its version. */
  @Test
  void aFileSystemThatMetAnErrorIsNamed() {
    Program.Result result =
        run(
            "mkdir e b; truncate -s 8M disk; mkfs.ext4 -qF disk; mount -o loop,errors=remount-ro"
                + " disk e; mount --bind e b; D=$(findmnt -no SOURCE e); echo test >"
                + " /sys/fs/ext4/${D#/dev/}/trigger_fs_error || exit 98; $C explain --write b/new;"
                + " code=$?; umount b e; exit $code");
    Assumptions.assumeTrue(result.code() != 98, "the kernel lets no error be triggered");
    assertEquals(ExitCode.CANNOT_TELL, result.code(), result.toString());
    assertFirst("FS_ERROR_READ_ONLY", result);
    assertFalse(causes(result).contains("FS_ERROR_READ_ONLY (medium)"), result.toString());
  }

  /** A record's directory is made; where that is refused, the directory around it is the reason. */
  @Test
  void aDirectoryThatCannotBeMadeIsDiagnosed() {
    Program.Result result = run("mkdir d; " + MEMBER + "$C record -q -o d/run/r.json $A");
    assertEquals(0, result.code(), result.toString());
    assertTrue(
        result.err().contains("WRITE_DENIED: ") && result.err().contains("/d: mode 0755"),
        result.toString());
  }

  @Test
  void waitsForTheRenameThatEndsAnExport() {
    Program.Result result =
        run(
            "D=$($C inspect --format json $A | jq -r .digest); (cp $A image.tar.tmp; sleep 4; mv"
                + " image.tar.tmp image.tar) & $C verify -q --digest $D --wait 60s image.tar");
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().startsWith("PASS"), result.toString());
  }

  /** A writer that pauses longer than any "it is old enough": nobody calls the archive cut. */
  @Test
  void waitsForAWriterThatPauses() {
    Program.Result result =
        run(
            "D=$($C inspect --format json $A | jq -r .digest); (head -c 3000 $A > image.tar; sleep"
                + " 14; tail -c +3001 $A >> image.tar) & sleep 11; $C verify -q --digest $D --wait"
                + " 60s image.tar");
    assertEquals(0, result.code(), result.toString());
  }

  /** A file server whose clock is behind or ahead proves nothing of a cut archive's age. */
  @ParameterizedTest
  @ValueSource(strings = {"-2 min", "+5 min"})
  void anotherClockMakesNoCutArchiveCertain(String clock) {
    Program.Result result =
        run(
            "head -c 3000 $A > image.tar; touch -d '"
                + clock
                + "' image.tar; $C verify -q --digest sha256:$(printf '0%.0s' {1..64}) image.tar");
    assertEquals(ExitCode.CLOSED, result.code(), result.toString());
    assertTrue(causes(result).contains("TRUNCATED (medium)"), result.toString());
    assertTrue(causes(result).contains("BEING_WRITTEN (medium)"), result.toString());
  }
}
