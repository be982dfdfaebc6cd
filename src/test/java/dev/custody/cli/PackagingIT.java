package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code target/custody}, used as people use it: from anywhere, moved, linked to. */
class PackagingIT {
  private static final Path HOME = Program.LAUNCHER.getParent().getParent();

  @TempDir Path work;

  @BeforeAll
  static void needsTheProgram() {
    Peers.require("skopeo", "umoci", "python3", "unshare");
  }

  @Test
  void worksThroughAChainOfSymbolicLinksFromAnotherDirectory() {
    String out =
        Program.shell(
            """
            mkdir "$1/a" "$1/b c"; ln -s "$2" "$1/b c/linked"; ln -s "../b c/linked" "$1/a/custody"
            cd /; "$1/a/custody" --version; cd "$1/a"; ./custody --version
            PATH=$1/a:$PATH; custody --version
            """,
            work,
            Program.LAUNCHER);
    assertEquals(List.of("custody 0.2.0", "custody 0.2.0", "custody 0.2.0"), out.lines().toList());
  }

  @Test
  void needsNeitherHomeNorWritableDirectoriesNorTheUsersJava() {
    Peers.requireRoot();
    List<String> command =
        List.of(
            "env",
            "-i",
            "PATH=/usr/bin:/bin",
            "JAVA_HOME=/nowhere",
            "JAVA_TOOL_OPTIONS=-Xbogus",
            "JDK_JAVA_OPTIONS=-Xbogus",
            "unshare",
            "--mount",
            "sh",
            "-euc",
            "mount -o remount,bind,ro /; mount --bind /tmp /tmp; mount -o remount,bind,ro /tmp; cd"
                + " /proc; ! touch /tmp/file /file 2>/dev/null; exec \"$0\" --version",
            Program.LAUNCHER.toString());
    Program.Result result = Program.run(command, Map.of());
    assertEquals(0, result.code(), result.toString());
    assertEquals("custody 0.2.0", result.out().strip());
    assertEquals("", result.err());
  }

  @Test
  void acceptsItsCachesAlsoWhereItWasMoved() {
    Program.shell("cp -a \"$1\" \"$2/moved here\"", HOME, work);
    Path moved = work.resolve("moved here");
    for (Path cache :
        List.of(
            HOME.resolve("lib/custody.aot"),
            HOME.resolve("lib/brief.aot"),
            moved.resolve("lib/custody.aot"),
            moved.resolve("lib/brief.aot"))) {
      Path home = cache.getParent().getParent();
      Program.Result result =
          Program.run(
              List.of(
                  home.resolve("runtime/bin/java").toString(),
                  "@" + home.resolve("lib/custody.options"),
                  "-XX:AOTMode=on",
                  "-XX:AOTCache=" + cache,
                  "-XX:+UnlockDiagnosticVMOptions",
                  "-XX:+VerifySharedSpaces",
                  "-cp",
                  home.resolve("lib/custody.jar").toString(),
                  "dev.custody.cli.Main",
                  "--version"),
              Map.of());
      assertEquals(0, result.code(), result.toString());
      assertEquals("", result.err());
    }
  }

  @Test
  void stillRunsWhenTheCacheDoesNotFit() {
    Program.shell("cp -a \"$1\" \"$2/touched\"; touch \"$2/touched/lib/custody.jar\"", HOME, work);
    Program.Result result =
        Program.run(List.of(work.resolve("touched/bin/custody").toString(), "--version"), Map.of());
    assertEquals(0, result.code(), result.toString());
  }

  @Test
  void keepsTheAnswerOfAnArgumentWithSpacesAndStars() {
    Program.Result result = Program.plain().run("inspect", work.resolve("no * such  file.tar"));
    assertEquals(ExitCode.USAGE, result.code(), result.toString());
    assertTrue(result.err().contains("no * such  file.tar"), result.toString());
  }

  @Test
  void readsZstdLayersWithoutAWritableTemporaryDirectory() {
    Archives.oci(work, "zstd", "hello");
    Program.shell(
        """
        cd "$1"; skopeo --insecure-policy copy -q --dest-compress --dest-compress-format zstd \
          oci-archive:zstd.tar:latest oci:layout:latest
        """,
        work);
    Program.Result result =
        Program.run(
            List.of(
                HOME.resolve("runtime/bin/java").toString(),
                "@" + HOME.resolve("lib/custody.options"),
                "-Djava.io.tmpdir=/nowhere",
                "-cp",
                HOME.resolve("lib/custody.jar").toString(),
                "dev.custody.cli.Main",
                "inspect",
                "--depth",
                "layers",
                "--format",
                "json",
                "oci:" + work.resolve("layout")),
            Map.of());
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().contains("zstd"), result.toString());
  }

  @Test
  void staysSmallInMemory() {
    String used =
        Program.shell(
            """
            python3 -c 'import resource,subprocess,sys
            subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' \
              "$1" inspect --depth layers target/custody-image.tar
            """,
            Program.LAUNCHER);
    assertTrue(Long.parseLong(used) < 96 * 1024, used + " KiB");
  }
}
