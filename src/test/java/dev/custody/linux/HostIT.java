package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Host} says, against what the system's own programs say in the same identity. */
class HostIT {
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid", "1000970000", "--regid", "1000970000", "--clear-groups");
  private static final List<String> MOUNTS = List.of("unshare", "-m");

  private static RealSystem system;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    system = RealSystem.open();
  }

  @AfterAll
  static void close() throws IOException {
    if (system != null) {
      system.close();
    }
  }

  @BeforeEach
  void freshWorkspace() throws IOException, InterruptedException {
    system.shell("rm -rf $D/ws; mkdir -m 755 $D/ws $D/ws/oci; echo x > $D/ws/oci/image.tar");
  }

  private static String field(String lines, String name) {
    return lines
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .collect(Collectors.joining("\n"));
  }

  /** The facts of one component, by its path below the folder. */
  private static List<String> component(String walk, String path) {
    String start = system.path(path) + " | ";
    return List.of(
        walk.lines()
            .filter(line -> line.startsWith(start))
            .reduce((_, last) -> last)
            .orElseThrow(() -> new AssertionError(start + " is not in\n" + walk))
            .split(" \\| "));
  }

  private static String outcomes(String walk, String path) {
    List<String> facts = component(walk, path);
    return String.join(" | ", facts.subList(2, 5)).replaceAll("(lstat|open|read) (?!failed)", "");
  }

  static Stream<List<String>> identities() {
    return Stream.of(
        List.of("setpriv", "--groups", "5,1000970000"),
        NOBODY,
        List.of("setpriv", "--reuid", "1000970000", "--regid", "0", "--groups", "0,1000970000"),
        List.of("setpriv", "--ruid", "1000970000", "--rgid", "7", "--clear-groups"),
        List.of(
            "setpriv",
            "--reuid",
            "1000970000",
            "--regid",
            "1000970000",
            "--clear-groups",
            "--bounding-set",
            "-all",
            "--inh-caps",
            "-all",
            "--no-new-privs"),
        List.of("setpriv", "--bounding-set", "-all,+chown,+setuid", "--inh-caps", "-all,+chown"),
        List.of("unshare", "-U", "-r"),
        List.of("unshare", "-U"));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void processIsWhatOtherProgramsSee(List<String> identity) throws Exception {
    String shown = system.as(identity, "umask 027; $SHOW process /");
    String dump = system.as(identity, "setpriv -d");
    List<String> uid = List.of(field(shown, "uid").split(" "));
    List<String> gid = List.of(field(shown, "gid").split(" "));
    assertEquals(system.as(identity, "id -ru; id -u"), uid.get(0) + "\n" + uid.get(1));
    assertEquals(system.as(identity, "id -rg; id -g"), gid.get(0) + "\n" + gid.get(1));
    assertEquals(uid.get(1), uid.get(3));
    assertEquals(
        system.as(identity, "grep ^Groups: /proc/self/status | cut -f2 | sed 's/ *$//'"),
        field(shown, "groups").replaceAll("[\\[\\],]", ""));
    assertEquals("0027", field(shown, "umask"));
    assertEquals(dump(dump, "no_new_privs").equals("1") + "", field(shown, "noNewPrivileges"));
    assertEquals(
        capabilities(dump(dump, "Capability bounding set")),
        capabilities(field(shown, "bounding")));
    assertEquals(
        capabilities(dump(dump, "Inheritable capabilities")),
        capabilities(field(shown, "inheritable")));
    assertEquals(ranges(system.as(identity, "cat /proc/self/uid_map")), field(shown, "uidMap"));
    assertEquals(ranges(system.as(identity, "cat /proc/self/gid_map")), field(shown, "gidMap"));
    assertEquals(system.as(identity, "cat /proc/self/setgroups"), field(shown, "setgroups"));
    assertEquals("65534 65534", field(shown, "overflow"));
    assertEquals("{}", field(shown, "unknownFields"));
  }

  @Test
  void theLabelIsTheModulesAnswer() throws Exception {
    String shown = system.shell("$SHOW process /");
    String label = system.shell("cat /proc/self/attr/current 2>/dev/null | tr -d '\\000' || true");
    assertEquals(label.isEmpty() ? "null" : label, field(shown, "label"));
    assertEquals("", field(shown, "unread"));
  }

  private static String dump(String dump, String name) {
    return dump.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2).replace("[none]", ""))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> capabilities(String text) {
    return Arrays.stream(text.replaceAll("[\\[\\] ]", "").split(","))
        .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^cap_", ""))
        .sorted()
        .toList();
  }

  private static String ranges(String map) {
    return map.lines()
        .map(line -> line.strip().split(" +"))
        .map(range -> range[0] + "=" + range[1] + "+" + range[2])
        .collect(Collectors.joining(", "));
  }

  @Test
  void everyComponentIsWhatStatShows() throws Exception {
    system.shell(
        "cd $D/ws; chown 1000970000:1000970000 oci; chmod 2751 oci; chmod 640 oci/image.tar;"
            + " chown 0:1000970000 oci/image.tar; touch -d 2001-02-03 oci/image.tar;"
            + " ln oci/image.tar oci/second; ln -s oci/image.tar link");
    String walk = system.as(NOBODY, "$SHOW walk $D/ws/link");
    for (String path : List.of("", "ws", "ws/link", "ws/oci", "ws/oci/image.tar")) {
      assertEquals(stat(path, ""), component(walk, path).get(1), path);
    }
    assertEquals(stat("ws/link", "-L"), system.as(NOBODY, "$SHOW status $D/ws/link | head -1"));
    assertEquals("ok | ok | ok", outcomes(walk, "ws/oci/image.tar"));
    assertEquals(system.path("ws/oci/image.tar").toString(), field(walk, "resolved"));
  }

  /** In the form of {@link Lines#status}, as the same user sees it. */
  private static String stat(String path, String option) throws Exception {
    List<String> f =
        List.of(
            system
                .as(
                    NOBODY,
                    "stat "
                        + option
                        + " -c '%F|%a|%u|%g|%s|%Hd:%Ld|%i|%h|%.9Y|%Z|%.9W|%Y|%W' \"$0\"",
                    system.path(path).toString())
                .split("\\|"));
    String type =
        switch (f.get(0)) {
          case "directory" -> "DIRECTORY";
          case "symbolic link" -> "SYMLINK";
          default -> "REGULAR";
        };
    String born = f.get(8).equals(f.get(10)) || f.get(12).equals("0") ? "-" : f.get(12);
    return type
        + " "
        + String.join(" ", f.subList(1, 8))
        + " "
        + f.get(11)
        + " "
        + f.get(9)
        + " "
        + born;
  }

  @ParameterizedTest
  @CsvSource({
    "0700, 0644, ok | EACCES | (open failed), EACCES | (lstat failed) | (lstat failed)",
    "0744, 0644, ok | ok | ok, EACCES | (lstat failed) | (lstat failed)",
    "0711, 0644, ok | EACCES | (open failed), ok | ok | ok",
    "0755, 0600, ok | ok | ok, ok | EACCES | (open failed)",
    "0755, 0644, ok | ok | ok, ok | ok | ok"
  })
  void eachAttemptHasItsOwnOutcome(String directory, String file, String above, String below)
      throws Exception {
    system.shell("chmod $0 $D/ws/oci; chmod $1 $D/ws/oci/image.tar", directory, file);
    String walk = system.as(NOBODY, "$SHOW walk $D/ws/oci/image.tar");
    assertEquals(above, outcomes(walk, "ws/oci"));
    assertEquals(below, outcomes(walk, "ws/oci/image.tar"));
  }

  @Test
  void rootPassesWhereOthersDoNot() throws Exception {
    system.shell("chmod 0 $D/ws/oci $D/ws/oci/image.tar");
    assertEquals(
        "ok | ok | ok",
        outcomes(system.shell("$SHOW walk $D/ws/oci/image.tar"), "ws/oci/image.tar"));
  }

  @Test
  void aclsAreWhatGetfaclShows() throws Exception {
    system.shell(
        "cd $D/ws; setfacl -m u:1000970000:r--,g:7:rwx,m::r-x oci/image.tar;"
            + " setfacl -m u:1000970000:--- oci");
    String walk = system.shell("$SHOW walk $D/ws/oci/image.tar");
    for (String path : List.of("ws/oci", "ws/oci/image.tar")) {
      String shown = component(walk, path).get(8).replaceFirst("^acl ", "");
      assertEquals(
          system.shell("getfacl -pncE \"$0\" | grep . | paste -sd,", system.path(path).toString()),
          shown);
      assertEquals(shown, AccessControlList.parse(shown).toString());
    }
    assertEquals("acl none ENODATA", component(walk, "ws").get(8));
    String denied = system.as(NOBODY, "$SHOW walk $D/ws/oci/image.tar");
    assertEquals("ok | EACCES | (open failed)", outcomes(denied, "ws/oci"));
    assertEquals(
        "acl user::rwx,user:1000970000:---,group::r-x,mask::r-x,other::r-x",
        component(denied, "ws/oci").get(8));
  }

  @Test
  void namesThatAreNoTextAreStillFollowed() throws Exception {
    String walk =
        system.shell(
            "cd $D/ws; n=$(printf 'raw\\377\\303\\274 %%41'); mv oci/image.tar \"oci/$n\";"
                + " setfacl -m u:7:r-- \"oci/$n\"; ln -s \"oci/$n\" link;"
                + " LC_ALL=C $SHOW walk $D/ws/link");
    List<String> last = List.of(walk.lines().toList().get(6).split(" \\| "));
    assertEquals(List.of("lstat ok", "open ok", "read ok"), last.subList(2, 5), walk);
    assertEquals("acl user::rw-,user:7:r--,group::r--,mask::r--,other::r--", last.get(8), walk);
  }

  @ParameterizedTest
  @CsvSource({
    "mkfifo f, (a FIFO: opening it could wait for ever)",
    "mknod f c 1 3, (a device)",
    "'mknod f b 7 99', (a device)"
  })
  void whatCouldBlockIsNeverOpened(String make, String reason) throws Exception {
    system.shell("cd $D/ws; " + make + "; chmod 666 f");
    assertEquals(
        "ok | " + reason + " | " + reason,
        outcomes(system.as(NOBODY, "$SHOW walk $D/ws/f"), "ws/f"));
  }

  @Test
  void linksThatLeadNowhere() throws Exception {
    system.shell("cd $D/ws; ln -s b a; ln -s a b; ln -s gone/x dangling");
    String loop = system.as(NOBODY, "$SHOW walk $D/ws/a");
    assertEquals("ok | ELOOP | (open failed)", outcomes(loop, "ws/a"));
    assertEquals("null", field(loop, "resolved"));
    String dangling = system.as(NOBODY, "$SHOW walk $D/ws/dangling");
    assertTrue(outcomes(dangling, "ws/gone").contains("ENOENT"), dangling);
  }

  @Test
  void otherErrorsHaveTheirNames() throws Exception {
    String throughFile = system.shell("$SHOW walk $D/ws/oci/image.tar/x");
    assertTrue(outcomes(throughFile, "ws/oci/image.tar/x").contains("ENOTDIR"), throughFile);
    String dots = system.shell("$SHOW walk $D/ws/oci/image.tar/../image.tar");
    assertTrue(outcomes(dots, "ws/oci/image.tar/..").contains("ENOTDIR"), dots);
    String tooLong = system.shell("$SHOW walk $D/ws/$(printf 'n%.0s' $(seq 300))");
    assertTrue(tooLong.contains("lstat ENAMETOOLONG"), tooLong);
    String memory = system.shell("$SHOW walk /proc/self/mem");
    assertTrue(memory.contains("open ok | read EIO"), memory);
  }

  @Test
  void aLinkThatTheKernelWillNotFollowIsADenial() throws Exception {
    String walk =
        system.shell(
            "mkdir -m 1777 $D/ws/sticky; ln -s ../oci/image.tar $D/ws/sticky/link;"
                + " chown -h 1000:1000 $D/ws/sticky/link; s=/proc/sys/fs/protected_symlinks;"
                + " old=$(cat $s); trap 'echo $old > $s' EXIT; echo 1 > $s; "
                + String.join(" ", NOBODY)
                + " $SHOW walk $D/ws/sticky/link");
    assertEquals("ok | EACCES | (open failed)", outcomes(walk, "ws/oci/image.tar"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount -t tmpfs '' $D/ws/oci; echo x > $D/ws/oci/image.tar",
        "mount --bind $D/ws/oci $D/ws/oci; mount -t tmpfs -o size=1m 'a b' $D/ws/oci;"
            + " echo x > $D/ws/oci/image.tar",
        "mkdir $D/ws/other; echo y > $D/ws/other/image.tar; mount -o bind,ro $D/ws/other $D/ws/oci",
        "mount --bind $D/ws/oci/image.tar $D/ws/oci/image.tar",
        "mount -t tmpfs hidden $D/ws/oci; cp -r $D/classes $D/ws/copy; mount -t tmpfs t $D/ws;"
            + " mkdir $D/ws/oci; echo x > $D/ws/oci/image.tar",
        "mkdir $D/ws/u; mount -t tmpfs t $D/ws/u; mkdir $D/ws/u/u $D/ws/u/w;"
            + " mount -t overlay o -o lowerdir=$D/ws/oci,upperdir=$D/ws/u/u,workdir=$D/ws/u/w"
            + " $D/ws/oci"
      })
  void theCoveringMountIsTheKernels(String script) throws Exception {
    String shown =
        system.as(
            MOUNTS,
            script
                + "; $SHOW walk $D/ws/oci/image.tar; exec 3<$D/ws/oci/image.tar;"
                + " echo kernel $(grep mnt_id /proc/self/fdinfo/3 | tr -dc 0-9);"
                + " exec 3<$D/ws/oci; echo above $(grep mnt_id /proc/self/fdinfo/3 | tr -dc 0-9)");
    assertEquals(
        "mount " + field(shown, "kernel"), component(shown, "ws/oci/image.tar").get(5), shown);
    assertEquals("mount " + field(shown, "above"), component(shown, "ws/oci").get(5), shown);
  }

  @Test
  void unmappedOwnersAppearAsTheOverflowId() throws Exception {
    system.shell("chown 1000:1000 $D/ws/oci/image.tar; chmod 600 $D/ws/oci/image.tar");
    String walk = system.as(List.of("unshare", "-U", "-r"), "$SHOW walk $D/ws/oci/image.tar");
    assertTrue(
        component(walk, "ws/oci/image.tar").get(1).startsWith("REGULAR 600 65534 65534 "), walk);
    assertEquals("ok | EACCES | (open failed)", outcomes(walk, "ws/oci/image.tar"));
  }

  @Test
  void spaceIsWhatStatShows() throws Exception {
    String shown =
        system.as(
            MOUNTS,
            "mount -t tmpfs -o size=1m,nr_inodes=50 t $D/ws; echo x > $D/ws/f; $SHOW space $D/ws;"
                + " set -- $(stat -f -c '%S %b %a %c %d' $D/ws);"
                + " echo \"expected totalBytes=$(($1*$2)), availableBytes=$(($1*$3)),"
                + " totalInodes=$4, availableInodes=$5, errno=null]\"");
    assertTrue(shown.lines().findFirst().orElseThrow().endsWith(field(shown, "expected")), shown);
    assertTrue(shown.contains("totalBytes=1048576"), shown);
    assertTrue(system.shell("$SHOW space $D/none").contains("errno=ENOENT"));
  }

  @Test
  void withoutNativeAccessTheRestIsStillSeen() throws Exception {
    String plain =
        "SHOW=$(echo $SHOW | sed"
            + " s/--enable-native-access=ALL-UNNAMED/--illegal-native-access=deny/);";
    String walk = system.shell(plain + " $SHOW walk $D/ws/oci/image.tar");
    String reason = "native access is not enabled (java --enable-native-access=ALL-UNNAMED)";
    assertEquals("label (" + reason + ")", component(walk, "ws/oci").get(7));
    assertEquals("ok | ok | ok", outcomes(walk, "ws/oci/image.tar"));
    assertEquals("extended attributes: " + reason, field(walk, "unread"));
    String space = system.shell(plain + " $SHOW space $D/ws");
    assertTrue(space.contains("availableInodes=null, errno=null"), space);
    assertTrue(field(space, "unread").endsWith(reason), space);
  }
}
