package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.diagnosis.CauseTable;
import dev.custody.record.RecordJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Situations of public reports, made for real: FUSE that answers with a chosen errno, owner or
 * mode, Landlock, seccomp, attributes of chattr, two exports into one file, clocks set apart, other
 * claims and directories. Each names all causes that it may name; nothing else is named at all.
 */
class MadeForRealIT {

  private static final String U =
      "setpriv --reuid 1001 --regid 1001 --inh-caps=-all --bounding-set=-all --groups ";

  @TempDir static Path directory;
  private static Path first;
  private static Path second;

  /**
   * @param script in an empty directory and a mount namespace of its own, as root; its last command
   *     prints JSON. {@code $C} is the program, {@code $A} and {@code $B} two archives
   * @param named every cause that is named, with its confidence; empty where nothing may be
   */
  private record Situation(String name, String script, String named) {}

  private static Situation of(String name, String named, String script) {
    return new Situation(name, script, named);
  }

  /** A file behind FUSE, read as uid 1001. */
  private static Situation fuse(String name, String named, String environment, String options) {
    return of(
        name,
        named,
        "mkdir base m; cp $A base/image.tar; chmod 755 base; chmod 644 base/image.tar; "
            + environment
            + " $T/errfs $PWD/base $PWD/m -o "
            + options
            + "; "
            + U
            + "3000 $C explain --format json $PWD/m/image.tar; umount m");
  }

  private static Situation errno(String name, int number, String named) {
    return fuse("open says " + name, named, "OP=open ERR=" + number, "allow_other");
  }

  /** Reading fails or is refused behind the first block. */
  private static Situation midway(String name, int number, String named) {
    return of(
        name,
        named,
        "mkdir base m; cp $T/big.tar base/image.tar; chmod 755 base; OP=readmid ERR="
            + number
            + " $T/errfs $PWD/base $PWD/m -o allow_other; $C record --depth content --format json"
            + " $PWD/m/image.tar; umount m");
  }

  private static Situation write(String name, String named, String before, String after) {
    return of(name, named, before + "$C explain --write --format json $PWD/r.json; " + after);
  }

  /** The file system e on m, its ids from 0 being those from 100000 there. */
  private static Situation idmapped(String name, String named, String script) {
    return of(
        name,
        named,
        "mkdir m; cp $A e/image.tar; chown 70000:70000 e/image.tar; chmod 600 e/image.tar;"
            + " $T/idmap e m; "
            + script);
  }

  /** A root 2775 of group 2000 and a file 0600 that is older than the pod. */
  private static Situation ofFsGroup(String name, String named, String volume) {
    return of(
        name,
        named,
        "mkdir v m; mount --bind v m; chown 0:2000 v e; chmod 2775 v e; cp $A "
            + volume
            + "/image.tar; chmod 600 "
            + volume
            + "/image.tar; sleep 1.2; unshare -p -f --mount-proc "
            + U
            + "2000 $C explain --format json $PWD/"
            + volume
            + "/image.tar; umount m");
  }

  /** A volume that is a directory of the disk, as the provisioner of local volumes makes it. */
  private static Situation elsewhere(String name, String named, String then, String now) {
    return of(
        name,
        named,
        "mkdir -p v/"
            + then
            + " v/"
            + now
            + " ws; mount --bind v/"
            + then
            + " ws; cp $A ws/image.tar; $C record -q -o r.json ws/image.tar > log; umount ws;"
            + " mount --bind v/"
            + now
            + " ws; $C verify --recorded r.json --format json ws/image.tar; umount ws");
  }

  /** What is done to image.tar after it was recorded; {@code depth} ends the options of verify. */
  private static Situation after(String name, String named, String meanwhile, String depth) {
    // Written over more than one tick of the clock, so that its birth and its last write differ.
    return of(
        name,
        named,
        "head -c 100 $A > image.tar; sleep 0.05; tail -c +101 $A >> image.tar; cp -p image.tar ref;"
            + " $C record -q --depth "
            + depth
            + " -o r.json image.tar > log; sleep 0.05; "
            + meanwhile
            + "; $C verify --recorded r.json --format json --depth "
            + depth
            + " image.tar");
  }

  private static final String FOREIGN_LAYER = "python3 $T/foreign.py $A $B image.tar";
  private static final String FLIPPED = "python3 $T/flip.py image.tar; touch -r ref image.tar";

  private static final String PVC = "pvc-3e3edda8-6078-4973-9224-8337ff5d68d";

  private static final List<Situation> SITUATIONS =
      List.of(
          errno("ENOKEY", 126, "UNEXPLAINED_ERROR medium"),
          errno("EKEYEXPIRED", 127, "UNEXPLAINED_ERROR medium"),
          errno("EBUSY", 16, "UNEXPLAINED_ERROR medium"),
          errno("EAGAIN", 11, "UNEXPLAINED_ERROR medium"),
          errno("ENFILE", 23, "UNEXPLAINED_ERROR medium"),
          errno("EDQUOT", 122, "UNEXPLAINED_ERROR medium"),
          errno("EINVAL", 22, "UNEXPLAINED_ERROR medium"),
          errno("EIO", 5, "IO_ERROR high"),
          errno("ESTALE", 116, "STALE_HANDLE high"),
          errno("EACCES, and the mode grants it", 13, "SERVER_DENIES medium"),
          errno("EPERM, and the mode grants it", 1, "SERVER_DENIES medium"),
          fuse(
              "s3fs shows an object of another client, 0000",
              "MOUNT_FIXES_MODE medium",
              "MODE=0000 OWN=0 GRP=0",
              "allow_other,default_permissions,subtype=s3fs"),
          fuse(
              "a share 0777 and a file 0600 of another, fsGroup unequal gid",
              "MODE_DENIES certain",
              "chmod 777 base; MODE=0600 OWN=1002 GRP=1002",
              "allow_other,default_permissions"),
          fuse(
              "an object store that grants everything",
              "",
              "MODE=0644 OWN=0 GRP=0",
              "allow_other,default_permissions,subtype=gcsfuse"),
          fuse("FUSE without allow_other", "FUSE_OWNER_ONLY high", "", "ro"),
          midway("the storage fails in the middle of reading", 5, "IO_ERROR high"),
          midway("refused in the middle of reading", 13, "UNEXPLAINED_DENIAL medium"),
          of(
              "Landlock allows reading elsewhere only",
              "LSM_OR_SECCOMP_OTHER medium",
              "cp $A image.tar; mkdir tmp; $T/landlock /usr /lib /lib64 /etc /proc /sys"
                  + " ${C%/custody/bin/custody} $PWD/tmp -- $C explain --format json"
                  + " $PWD/image.tar"),
          of(
              "Landlock allows it",
              "",
              "cp $A image.tar; $T/landlock / -- $C explain --format json $PWD/image.tar"),
          of(
              "seccomp refuses statx, and the file can be read",
              "",
              "cp $A image.tar; $T/seccomp 1 332 -- $C explain --format json $PWD/image.tar"),
          write(
              "an immutable directory", "IMMUTABLE certain", "cd e; chattr +i .; ", "chattr -i ."),
          // custody writes in place there, so nothing is refused.
          write("an append-only directory", "", "cd e; chattr +a .; ", "chattr -a ."),
          write(
              "an immutable file",
              "IMMUTABLE certain",
              "cd e; : > r.json; chattr +i r.json; ",
              "chattr -i r.json"),
          write("a directory without attributes", "", "cd e; ", "true"),
          of(
              "an immutable directory that the mode closes as well",
              "IMMUTABLE certain, WRITE_DENIED certain",
              "cd e; chattr +i .; "
                  + U
                  + "2000 $C explain --write --format json $PWD/r.json; chattr -i ."),
          of(
              "another's file in a sticky directory that may not be written at all",
              "WRITE_DENIED certain, IMMUTABLE medium",
              "cd e; chmod 1755 .; : > r.json; "
                  + U
                  + "2000 $C explain --write --format json $PWD/r.json"),
          of(
              "a file system remounted read-only by hand, seen from a bind that says rw",
              "READ_ONLY_MOUNT medium",
              "mkdir b; mount --bind e b; mount -o remount,ro disk e; $C explain --write --format"
                  + " json $PWD/b/r.json"),
          idmapped(
              "an idmapped mount, root, and an owner outside its map",
              "USERNS_UNMAPPED high",
              "$C explain --format json $PWD/m/image.tar"),
          idmapped(
              "an idmapped mount, nobody, and an owner shown as nobody",
              "USERNS_UNMAPPED medium",
              "chmod 640 e/image.tar; setpriv --reuid 65534 --regid 65534 --clear-groups"
                  + " --inh-caps=-all --bounding-set=-all $C explain --format json"
                  + " $PWD/m/image.tar"),
          idmapped(
              "an idmapped mount, and an owner in its map",
              "",
              "chown 5:5 e/image.tar; $C explain --format json $PWD/m/image.tar"),
          idmapped(
              "an idmapped mount that has no place for what root writes",
              "USERNS_UNMAPPED high",
              "$C explain --write --format json $PWD/m/r.json"),
          idmapped(
              "the same, and a file that is there already",
              "",
              "touch e/r.json; chown 5:5 e/r.json; $C explain --write --format json"
                  + " $PWD/m/r.json"),
          idmapped(
              "an idmapped mount, and a directory for all of an owner outside its map",
              "USERNS_UNMAPPED high",
              "chown 70000:70000 e; chmod 777 e; setpriv --reuid 100005 --regid 100005"
                  + " --clear-groups --inh-caps=-all --bounding-set=-all $C explain --write"
                  + " --format json $PWD/m/r.json"),
          idmapped(
              "an idmapped mount, written by an id in its map",
              "",
              "chmod 777 e; setpriv --reuid 100005 --regid 100005 --clear-groups --inh-caps=-all"
                  + " --bounding-set=-all $C explain --write --format json $PWD/m/r.json"),
          ofFsGroup(
              "a volume whose root matched, so that kubelet left the file as it was",
              "ONROOTMISMATCH_SKIPPED high",
              "e"),
          ofFsGroup(
              "the same in a directory of the node, which kubelet never changes",
              "MODE_DENIES certain, ONROOTMISMATCH_SKIPPED medium",
              "m"),
          of(
              "a setgid directory of our group without g+w",
              "WRITE_DENIED certain",
              "cd e; chown 0:2000 .; chmod 2755 .; "
                  + U
                  + "2000 $C explain --write --format json $PWD/r.json"),
          of(
              "another's file in a sticky directory",
              "IMMUTABLE high",
              "cd e; chmod 1777 .; : > r.json; chown 1002 r.json; "
                  + U
                  + "2000 $C explain --write --format json $PWD/r.json"),
          write(
              "a read-only mount",
              "READ_ONLY_MOUNT certain",
              "cd e; mount -o remount,ro,bind .; ",
              "true"),
          of(
              "two exports write one file at the same time",
              "TWO_WRITERS high, INDEX_MANIFEST_MISMATCH medium",
              "export CUSTODY_PIPELINE_RUN_UID=one; mkdir -p .custody/one .custody/two;"
                  + " python3 $T/mix.py $A $B; $C record --format json $PWD/image.tar"),
          of(
              "a writer that pauses and has the file open",
              "BEING_WRITTEN high, TRUNCATED medium",
              "head -c 3000 $A > image.tar; sleep 600 3>> image.tar & $C record --format json"
                  + " $PWD/image.tar; kill $!"),
          of(
              "cut, and the clock of the volume is ahead",
              "BEING_WRITTEN medium, TRUNCATED medium",
              "head -c 3000 $A > image.tar; touch -d '+5 min' image.tar; $C record --format json"
                  + " $PWD/image.tar"),
          of(
              "cut, and the clock of the volume is behind",
              "BEING_WRITTEN medium, TRUNCATED medium",
              "head -c 3000 $A > image.tar; touch -d '-2 hours' image.tar; $C record --format json"
                  + " $PWD/image.tar"),
          elsewhere("another claim, empty", "DIFFERENT_VOLUME certain", PVC + "a", PVC + "b"),
          elsewhere(
              "another directory of the claim",
              "DIFFERENT_SUBPATH certain",
              PVC + "a/build",
              PVC + "a/push"),
          after(
              "a layer of another image under the recorded config",
              "SAME_IMAGE_OTHER_FORM medium",
              FOREIGN_LAYER,
              "content"),
          after(
              "a layer of another image under the recorded config, unpacked",
              "INDEX_MANIFEST_MISMATCH certain",
              FOREIGN_LAYER,
              "layers"),
          after(
              "recompressed, and every layer unpacked",
              "SAME_IMAGE_OTHER_FORM certain",
              "skopeo --insecure-policy copy -q --dest-compress-format zstd"
                  + " oci-archive:image.tar oci-archive:z.tar; cat z.tar > image.tar",
              "layers"),
          after(
              "a layer written into, and the time set back",
              "CORRUPT_BLOB high",
              FLIPPED,
              "content"),
          after("the same, and no layer was hashed", "", FLIPPED, "structure"),
          after(
              "the first blocks are zeros, the size and time as recorded",
              "CORRUPT_BLOB high",
              "dd if=/dev/zero of=image.tar bs=512 count=2 conv=notrunc 2> log; touch -r ref"
                  + " image.tar",
              "structure"),
          of(
              "rewritten in place on overlay, which copies the file up",
              "REPLACED medium",
              "mkdir lo up wk m; head -c 100 $A > lo/image.tar; sleep 0.05; tail -c +101 $A >>"
                  + " lo/image.tar; mount -t overlay o -o lowerdir=lo,upperdir=up,workdir=wk m;"
                  + " $C record -q -o r.json m/image.tar > log; exec 3>> m/image.tar; sleep 0.05;"
                  + " cat $B > m/image.tar; exec 3>&-; $C verify --recorded r.json --format json"
                  + " m/image.tar; umount m"),
          of(
              "a layout that is written again",
              "REWRITTEN_IN_PLACE medium",
              "mkdir l; tar -xf $A -C l; $C record -q -o r.json l > log; tar -xf $B -C l;"
                  + " $C verify --recorded r.json --format json l"),
          of(
              "a link that leads to another run's archive",
              "OTHER_PATH high",
              "mkdir 6 7; cp $A 6/image.tar; cp $B 7/image.tar; ln -s 6 now; $C record -q -o r.json"
                  + " now/image.tar > log; ln -sfn 7 now; $C verify --recorded r.json --format json"
                  + " now/image.tar"),
          of(
              "the sha256 of the file given as the image's digest",
              "DIGEST_NOT_IN_ARCHIVE medium",
              "cp $A image.tar; $C verify --digest sha256:$(sha256sum < image.tar | cut -d' ' -f1)"
                  + " --format json image.tar"),
          of(
              "an empty volume where a layout is to be exported",
              "DIRECTORY_INSTEAD_OF_FILE medium",
              "mkdir image.oci d; mount --bind d image.oci; $C record --format json"
                  + " $PWD/image.oci; umount image.oci"),
          of(
              "was 0664 when it was recorded, and is 0600",
              "MODE_DENIES certain, IMAGE_USER_DIFFERS medium",
              "cp $A image.tar; chmod 664 image.tar; $C record -q -o r.json image.tar > log;"
                  + " chmod 644 r.json; chmod 600 image.tar; "
                  + U
                  + "2000 $C verify --recorded r.json --format json $PWD/image.tar"),
          of(
              "a directory where a subPath names a file that was not there",
              "DIRECTORY_INSTEAD_OF_FILE high",
              "mkdir image.tar d; mount --bind d image.tar; $C record --format json"
                  + " $PWD/image.tar; umount image.tar"),
          of(
              "a file of an emptyDir that is not written yet",
              "NOT_ON_A_PVC medium, NOT_FOUND medium",
              "mkdir t; mount -t tmpfs t t; $C explain --format json $PWD/t/image.tar"));

  @BeforeAll
  static void makeTools() {
    Peers.require(
        "gcc", "pkg-config", "umoci", "skopeo", "setpriv", "unshare", "chattr", "python3");
    Peers.requireFile(Path.of("/dev/fuse"), "the kernel's FUSE");
    Peers.requireRoot();
    Program.shell(
        """
        chmod 0755 "$1"; cp src/test/resources/tools/*.py "$1"
        cd "$1"; umoci init --layout l; umoci new --image l:big; mkdir big
        head -c 2000000 /dev/urandom > big/data; umoci insert --image l:big big /data
        skopeo copy -q oci:l:big oci-archive:big.tar:big
        """,
        directory);
    SmallTools.compile(directory, "errfs", "landlock", "seccomp", "idmap");
    first = Archives.oci(directory, "first", "hello");
    second = Archives.oci(directory, "second", "other");
  }

  @TestFactory
  List<DynamicTest> namesThisAndNothingElse() {
    return SITUATIONS.stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> check(s))).toList();
  }

  private static void check(Situation situation) throws Exception {
    Path work = Files.createTempDirectory(directory, "case");
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "-m",
                "bash",
                "-c",
                "cd \"$2\"; chmod 755 .; mkdir e; truncate -s 8M disk; mkfs.ext4 -qF disk;"
                    + " mount -o loop disk e; eval \"$1\"",
                "bash",
                situation.script(),
                work.toString()),
            Map.of(
                "T", directory.toString(),
                "C", Program.LAUNCHER.toString(),
                "A", first.toString(),
                "B", second.toString()));
    JsonNode answer = RecordJson.mapper().readTree(result.out());
    String named =
        answer
            .path("findings")
            .valueStream()
            .filter(f -> f.path("kind").asString().equals("cause"))
            .map(f ->
                f.path("cause").asString()
                    + " "
                    + f.path("confidence").asString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    assertEquals(situation.named(), named, result.toString());
    assertTrue(!result.out().contains("\tat "), result.toString());
    CauseTable.namedRight(
        named.isEmpty() ? "NONE" : named.split(" ", 2)[0],
        CauseTable.Origin.MADE_FOR_REAL,
        situation.name());
  }
}
