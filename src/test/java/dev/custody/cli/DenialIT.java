package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.diagnosis.CauseTable;
import dev.custody.record.RecordJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Denials and healthy neighbours made for real: a volume on a tmpfs of its own, owned as kubelet
 * does it, a writer's mode, a reader's ids. The program runs as the reader and names the cause, or
 * nothing. What needs SELinux, NFS or FUSE is held by the captures (CapturedDenialsTest).
 */
class DenialIT {
  private static final String G = "1000970000";
  private static final String READER = "setpriv --reuid 1000970000 --regid 0 --inh-caps=-all ";
  private static final String WITHOUT = READER + "--clear-groups ";
  private static final String WITH = READER + "--groups 0," + G + " ";
  private static final String LAYOUT =
      "mkdir -p l/blobs/sha256; for f in index.json oci-layout blobs/sha256/b; do echo x > l/$f;"
          + " done; ";
  private static final String FSGROUP = "chown 0:" + G + " . ; chmod 2775 . ; ";

  @TempDir static Path directory;

  /**
   * @param setUp in the volume's root directory, as root, umask 0022
   * @param reader a command prefix
   * @param path what is explained; relative to the volume
   * @param cause all that are named, the likeliest first; NONE where it can be read
   */
  private record Situation(String name, String setUp, String reader, String path, String cause) {}

  private static final List<Situation> SITUATIONS =
      List.of(
          // The permission table seen on a real cluster, row by row.
          of("root 0600, no fsGroup", file("0600 0:0"), WITHOUT, "MODE_DENIES"),
          of("root 0600, repaired by kubelet", FSGROUP + file("0660 0:" + G), WITH, "NONE"),
          of(
              "root 0600, the root matched already",
              FSGROUP + file("0600 0:" + G),
              WITH,
              "MODE_DENIES"),
          of("root 0600, policy Always", FSGROUP + file("0660 0:" + G), WITH, "NONE"),
          of("root 0644, another uid", FSGROUP + file("0644 0:" + G), WITH, "NONE"),
          of("non-root 0600, root reads", file("0600 1000970000:0"), "", "NONE"),
          of("uid A 0600, uid B", FSGROUP + file("0600 4242:" + G), WITH, "MODE_DENIES"),
          of("uid A 0640, uid B", FSGROUP + file("0640 4242:" + G), WITH, "NONE"),
          // One step further.
          of(
              "not in the fsGroup",
              "chown 0:" + G + " .; chmod 2770 .; " + file("0660 0:" + G),
              WITHOUT,
              "FSGROUP_NOT_IN_PROCESS"),
          of(
              "group file, not in the fsGroup",
              FSGROUP + file("0660 0:" + G),
              WITHOUT,
              "FSGROUP_NOT_IN_PROCESS"),
          at(
              "directory without search",
              "mkdir d; " + file("0644 0:0") + "mv image.tar d/; chmod 0744 d",
              WITHOUT,
              "d/image.tar",
              "DIR_NOT_SEARCHABLE"),
          of(
              "root without capabilities",
              file("0600 1000970000:0"),
              "setpriv --bounding-set=-all --inh-caps=-all ",
              "ROOT_WITHOUT_DAC"),
          of(
              "root without DAC_OVERRIDE",
              file("0600 1000970000:0"),
              "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all ",
              "ROOT_WITHOUT_DAC"),
          of(
              "owner outside the user namespace",
              file("0600 1234:1234"),
              "unshare --user --map-root-user ",
              "USERNS_UNMAPPED"),
          of(
              "outside the user namespace, 0644",
              file("0644 1234:1234"),
              "unshare --user --map-root-user ",
              "NONE"),
          of(
              "ACL denies a named user",
              file("0644 0:0") + "setfacl -m u:1000970000:- image.tar",
              WITHOUT,
              "POSIX_ACL"),
          of(
              "ACL mask hides a grant",
              file("0600 0:0") + "setfacl -m u:1000970000:r,m::- image.tar",
              WITHOUT,
              "POSIX_ACL"),
          of(
              "ACL grants a named user",
              file("0600 0:0") + "setfacl -m u:1000970000:r image.tar",
              WITHOUT,
              "NONE"),
          of(
              "subPath directory of root",
              "mkdir sub; chmod 0700 sub; mount --bind sub \"$1\"; cd \"$1\"; " + file("0644 0:0"),
              "setpriv --reuid 1000970000 --regid 1000970000 --inh-caps=-all --groups " + G + " ",
              "DIR_NOT_SEARCHABLE, SUBPATH_OWNERSHIP"),
          of(
              "file bound into place",
              file("0600 0:0") + "mv image.tar f; : > image.tar; mount --bind f image.tar",
              WITHOUT,
              "MODE_DENIES"),
          at(
              "missing below a link that works",
              "mkdir a; chmod 0755 a; ln -s a b",
              WITHOUT,
              "b/image.tar",
              "NOT_ON_A_PVC, NOT_FOUND"),
          of(
              "a group of its own in a subdirectory",
              "chown 0:3000 .; chmod 2775 .; " + file("0640 0:5000"),
              READER + "--groups 3000 ",
              "MODE_DENIES"),
          of(
              "an ACL for somebody else",
              FSGROUP + file("0640 0:" + G) + "setfacl -m g:7000:r image.tar",
              WITHOUT,
              "FSGROUP_NOT_IN_PROCESS"),
          of(
              "an ACL that the kernel passes over, its mask being empty",
              file("0604 0:7") + "setfacl -m u:1000970000:r,m::- image.tar",
              WITHOUT,
              "NONE"),
          of(
              "nobody of a mapped range, and a file of nobody knows whom",
              file("0600 0:0"),
              userNamespace("-S 65534 -G 65534"),
              "USERNS_UNMAPPED"),
          of(
              "not root in a user namespace",
              file("0600 0:0"),
              userNamespace("-S 1000 -G 1000"),
              "USERNS_UNMAPPED, MODE_DENIES"),
          of(
              "a link in a sticky directory that the kernel does not follow",
              "chmod 1777 .; mkdir v; chmod 0755 v; "
                  + file("0644 0:0")
                  + "mv image.tar v/; setpriv --reuid 4242 --clear-groups ln -s v/image.tar"
                  + " image.tar; echo 1 > /proc/sys/fs/protected_symlinks; ",
              WITHOUT,
              "SYMLINK"),
          at(
              "a layout with a blob that may not be read",
              LAYOUT + "chmod 0600 l/blobs/sha256/b",
              WITHOUT,
              "l",
              "MODE_DENIES"),
          at(
              "a layout that may be listed and not searched",
              LAYOUT + "chmod 0744 l",
              WITHOUT,
              "l",
              "DIR_NOT_SEARCHABLE"),
          at("a layout that may be read", LAYOUT, WITHOUT, "l", "NONE"),
          at(
              "dangling link",
              "ln -s nowhere image.tar",
              WITHOUT,
              "image.tar",
              "SYMLINK, NOT_FOUND"),
          at("link loop", "ln -s b a; ln -s a b", WITHOUT, "a", "SYMLINK"),
          at(
              "link to a readable file",
              file("0644 0:0") + "ln -s image.tar latest",
              WITHOUT,
              "latest",
              "NONE"),
          at("not on a volume", "true", WITHOUT, "image.tar", "NOT_ON_A_PVC, NOT_FOUND"),
          of(
              "a label that no module reads",
              file("0644 0:0")
                  + "setfattr -n security.selinux"
                  + " -v system_u:object_r:container_file_t:s0:c1,c2 image.tar",
              WITHOUT,
              "NONE"),
          at(
              "read-only mount",
              file("0644 0:0") + "mount -o remount,ro .",
              WITHOUT,
              "image.tar",
              "NONE"));

  private static Situation of(String name, String setUp, String reader, String cause) {
    return at(name, setUp, reader, "image.tar", cause);
  }

  private static Situation at(String name, String setUp, String reader, String path, String cause) {
    return new Situation(name, setUp, reader, path, cause);
  }

  /** In a user namespace whose ids start at 100000, as hostUsers: false gives it. */
  private static String userNamespace(String ids) {
    return "sh -euc 'unshare --user sleep 60 & holder=$!; sleep 0.2;"
        + " echo 0 100000 65536 > /proc/$holder/uid_map;"
        + " echo 0 100000 65536 > /proc/$holder/gid_map; code=0;"
        + " nsenter --user=/proc/$holder/ns/user "
        + ids
        + " \"$@\" || code=$?; kill $holder; exit $code' sh ";
  }

  private static String file(String modeAndOwner) {
    String[] parts = modeAndOwner.split(" ", 2);
    return "echo archive > image.tar; chown "
        + parts[1]
        + " image.tar; chmod "
        + parts[0]
        + " image.tar; ";
  }

  @BeforeAll
  static void needsRoot() {
    Peers.require("setpriv", "unshare", "setfacl", "setfattr", "mount");
    Peers.requireRoot();
    Program.shell("chmod 0755 \"$1\"", directory);
  }

  @TestFactory
  List<DynamicTest> namesTheCauseAndNoOther() {
    return SITUATIONS.stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> check(s))).toList();
  }

  private static void check(Situation situation) {
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-euc",
                "mount -t tmpfs -o mode=0755 tmpfs \"$1\"; cd \"$1\"; "
                    + situation.setUp()
                    + "\ncd /; exec "
                    + situation.reader()
                    + "\"$2\" explain --format json \"$1/$3\"",
                "sh",
                directory.toString(),
                Program.LAUNCHER.toString(),
                situation.path()),
            Map.of());
    boolean readable = situation.cause().equals("NONE");
    assertEquals(readable ? 0 : 3, result.code(), result.toString());
    JsonNode explained = RecordJson.mapper().readTree(result.out());
    assertEquals(readable, explained.path("readable").booleanValue(), result.toString());
    List<JsonNode> causes =
        explained
            .path("findings")
            .valueStream()
            .filter(f -> f.path("kind").stringValue().equals("cause"))
            .toList();
    if (readable) {
      assertTrue(causes.isEmpty(), "a false alarm: " + result);
      CauseTable.namedRight("NONE", CauseTable.Origin.MADE_FOR_REAL, situation.name());
      return;
    }
    assertEquals(
        situation.cause(),
        causes.stream()
            .map(cause -> cause.path("cause").stringValue())
            .collect(Collectors.joining(", ")),
        result.toString());
    String confidence = causes.getFirst().path("confidence").stringValue();
    // Several causes that fit the evidence are all shown, each at medium.
    if (!confidence.equals("medium")) {
      assertEquals(
          1,
          causes.stream()
              .filter(f -> f.path("confidence").stringValue().equals(confidence))
              .count(),
          "another cause as sure: " + result);
    }
    assertTrue(!causes.getFirst().path("evidence").isEmpty(), result.toString());
    CauseTable.namedRight(
        causes.getFirst().path("cause").stringValue(),
        CauseTable.Origin.MADE_FOR_REAL,
        situation.name());
  }
}
