package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The image, run by podman under the rules of a restricted pod. */
@Tag("alone")
class ImageIT {
  private static final Path IMAGE = Path.of("target/custody-image.tar").toAbsolutePath();
  private static final String NAME = "localhost/custody:0.2.0";
  private static final long MIB = 1 << 20;

  @TempDir static Path directory;
  private static Path archive;

  @BeforeAll
  static void load() {
    Peers.require("podman", "runc", "skopeo", "umoci");
    Peers.requireRoot();
    archive = Archives.oci(directory, "image", "hello");
    podman("load", "--quiet", "--input", IMAGE.toString());
  }

  @AfterAll
  static void remove() {
    if (archive != null) {
      podman("system", "reset", "--force");
    }
  }

  private static Program.Result podman(String... arguments) {
    Program.Result result = Program.run(podmanCommand(List.of(arguments)), Map.of());
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private static List<String> podmanCommand(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("podman", "--root", directory.resolve("root").toString()));
    command.addAll(List.of("--runroot", directory.resolve("run").toString()));
    command.addAll(List.of("--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"));
    command.addAll(arguments);
    return command;
  }

  /** Under all of restricted's rules; {@code options} are words of podman run. */
  private static Program.Result run(Path workspace, String options, String... arguments) {
    List<String> command = new ArrayList<>(List.of("run", "--rm", "--runtime", "runc"));
    command.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    command.addAll(List.of("--network", "none", "--read-only", "--read-only-tmpfs=false"));
    command.addAll(List.of("--security-opt", "no-new-privileges", "--memory", "128m"));
    command.addAll(List.of("--volume", workspace + ":/workspace"));
    if (!options.isBlank()) {
      command.addAll(List.of(options.split(" ")));
    }
    command.add(NAME);
    command.addAll(List.of(arguments));
    return Program.run(podmanCommand(command), Map.of());
  }

  private static Path workspace(String setUp) throws Exception {
    Path workspace = Files.createTempDirectory(directory, "workspace");
    Files.copy(archive, workspace.resolve("image.tar"));
    Program.shell("umask 0022; cd \"$1\"; chmod 0755 .; " + setUp, workspace);
    return workspace;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cap-drop all",
        "--cap-drop all --user 1000970000:0 --group-add 1000970000",
        "--cap-drop all --user 0:0",
        "--user 0:0"
      })
  void inspectsRecordsVerifiesAndExplainsAs(String ids) throws Exception {
    Path workspace = workspace("chmod 0644 image.tar; mkdir out; chmod 0777 out");
    Program.Result inspected = run(workspace, ids, "inspect", "/workspace/image.tar");
    assertEquals(0, inspected.code(), inspected.toString());
    Program.Result recorded =
        run(workspace, ids, "record", "-o", "/workspace/out/r.json", "/workspace/image.tar");
    assertEquals(0, recorded.code(), recorded.toString());
    RecordValidation.assertValid(Files.readString(workspace.resolve("out/r.json")));
    Program.Result verified =
        run(
            workspace,
            ids,
            "verify",
            "--recorded",
            "/workspace/out/r.json",
            "/workspace/image.tar");
    assertEquals(0, verified.code(), verified.toString());
    Program.Result explained = run(workspace, ids, "explain", "/workspace/image.tar");
    assertEquals(0, explained.code(), explained.toString());
  }

  /**
   * As written there, but for the options that podman needs where it runs as root in a container.
   */
  @Test
  void theReadmesLineRunsAsWritten() throws Exception {
    String line =
        Files.readString(Path.of("README.md"))
            .lines()
            .filter(l -> l.startsWith("podman run "))
            .findFirst()
            .orElseThrow();
    String podman =
        "podman() { run=$1; shift; command "
            + String.join(" ", podmanCommand(List.of()))
            + " \"$run\" --runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \"$@\";"
            + " }; ";
    Program.Result result = Program.run(List.of("sh", "-c", podman + line), Map.of());
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().startsWith("/w/target/custody-image.tar: OCI archive"), result.out());
  }

  /**
   * The rows of the permission table, on a directory of the node that is mounted into the
   * container, where kubelet changes no modes.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          root 0600, no fsGroup         | chown 0:0 image.tar; chmod 0600 image.tar | | MODE_DENIES
          root 0600, root matched       | chown 0:1000970000 . image.tar; chmod 2775 .; chmod 0600 image.tar | --group-add 1000970000 | MODE_DENIES
          root 0660, repaired           | chown 0:1000970000 . image.tar; chmod 2775 .; chmod 0660 image.tar | --group-add 1000970000 | NONE
          root 0644, another uid        | chown 0:1000970000 . image.tar; chmod 2775 .; chmod 0644 image.tar | --group-add 1000970000 | NONE
          uid A 0640, uid B             | chown 4242:1000970000 image.tar; chown 0:1000970000 .; chmod 2775 .; chmod 0640 image.tar | --group-add 1000970000 | NONE
          uid A 0600, uid B             | chown 4242:1000970000 image.tar; chown 0:1000970000 .; chmod 2775 .; chmod 0600 image.tar | --group-add 1000970000 | MODE_DENIES
          """)
  void namesTheCauseFromInside(String row, String setUp, String group, String cause)
      throws Exception {
    Path workspace = workspace(setUp);
    String ids = "--cap-drop all --user 1000970000:0" + (group == null ? "" : " " + group);
    Program.Result result =
        run(workspace, ids, "explain", "--format", "json", "/workspace/image.tar");
    JsonNode answer = RecordJson.mapper().readTree(result.out());
    boolean denied = !cause.equals("NONE");
    assertEquals(denied ? ExitCode.CANNOT_TELL : ExitCode.OK, result.code(), row + "\n" + result);
    assertEquals(!denied, answer.path("readable").asBoolean(), result.toString());
    String found = answer.path("findings").path(0).path("cause").asString("NONE");
    assertEquals(cause, found, row + "\n" + result);
  }

  @Test
  void acceptsItsCacheInTheImage() throws Exception {
    Program.Result result =
        run(
            workspace("true"),
            "--cap-drop all --entrypoint [\"/opt/custody/runtime/bin/java\",\"-XX:AOTMode=on\","
                + "\"@/opt/custody/lib/custody.options\",\"-XX:AOTCache=/opt/custody/lib/custody.aot\","
                + "\"-cp\",\"/opt/custody/lib/custody.jar\",\"dev.custody.cli.Main\"]",
            "--version");
    assertEquals(0, result.code(), result.toString());
    assertEquals("custody 0.2.0", result.out().strip());
  }

  /** Each makes a JVM end with 0 before it has looked at anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "JDK_JAVA_OPTIONS=--list-modules",
        "JDK_JAVA_OPTIONS=-Xlog:help",
        "JAVA_TOOL_OPTIONS=-Xlog:help",
        "_JAVA_OPTIONS=-Xlog:help",
        "JAVA_OPTIONS=-Xlog:help",
        "JDK_AOT_VM_OPTIONS=-Xlog:help",
        "_JAVA_LAUNCHER_DEBUG=1",
        "LD_PRELOAD=/workspace/none.so",
        "CLASSPATH=/workspace",
      })
  void theEnvironmentCannotOpenTheGate(String variable) throws Exception {
    Program.Result result =
        run(
            workspace("true"),
            "--cap-drop all --env " + variable,
            "verify",
            "--digest",
            "sha256:" + "0".repeat(64),
            "/workspace/image.tar");
    assertEquals(ExitCode.CLOSED, result.code(), result.toString());
    assertTrue(result.out().startsWith("FAIL"), result.toString());
  }

  @Test
  void holdsWhatItMustAndNothingElse() throws Exception {
    Set<String> files = new TreeSet<>();
    long unpacked = 0;
    for (String line : listing().lines().toList()) {
      String[] field = line.strip().split("\\s+", 6);
      files.add("/" + field[5].replaceFirst(" -> .*", ""));
      unpacked += field[0].startsWith("-") ? Long.parseLong(field[2]) : 0;
      assertTrue(
          field[0].startsWith("l") || field[0].charAt(4) == 'r', "group 0 cannot read " + line);
      assertTrue(field[0].charAt(8) != 'w', "the world can write " + line);
      assertTrue(field[0].indexOf('s') < 0, "setuid or setgid: " + line);
    }
    for (String needed :
        List.of(
            "/opt/custody/runtime/bin/java",
            "/opt/custody/runtime/legal/java.base/LICENSE",
            "/opt/custody/lib/custody.aot",
            "/opt/custody/lib/custody.jar",
            "/opt/custody/bin/custody",
            "/opt/custody/lib/brief.aot",
            "/opt/custody/licenses/LICENSE",
            "/opt/custody/licenses/zstd-jni.txt",
            "/opt/custody/custody-sbom.json")) {
      assertTrue(files.contains(needed), "missing: " + needed);
    }
    Set<String> roots =
        files.stream()
            .map(f -> f.replaceFirst("^/([^/]*).*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    roots.removeAll(Set.of("etc", "lib", "lib64", "opt", "usr", "var"));
    assertEquals(Set.of(), roots, "nothing else at the top");
    for (String file : files) {
      if (file.endsWith("/")) {
        continue;
      }
      String name = Path.of(file).getFileName().toString();
      assertTrue(
          !Set.of("sh", "bash", "dash", "busybox", "apt", "apt-get", "dpkg", "passwd", "shadow")
              .contains(name),
          "must be absent: " + file);
    }
    assertTrue(unpacked <= 130 * MIB, "unpacked " + unpacked);
    assertTrue(imageSize() <= 45_000_000, "packed " + imageSize());
  }

  private static long imageSize() throws Exception {
    return Files.size(IMAGE);
  }

  private static String listing() {
    String container = podman("create", NAME).out().strip();
    Path tar = directory.resolve("root.tar");
    podman("export", "--output", tar.toString(), container);
    podman("rm", container);
    // /etc holds what podman adds to every container, /proc and the like are its mount points.
    return Program.shell(
        "tar --numeric-owner -tvf \"$1\" | grep -vE ' (etc/(hosts|hostname|resolv.conf|mtab)"
            + "|(dev|proc|run|sys)(/.*)?|\\./)( |$)'",
        tar);
  }

  @Test
  void saysWhoItIsAndRunsAs() throws Exception {
    JsonNode config =
        RecordJson.mapper().readTree(podman("image", "inspect", NAME).out()).path(0).path("Config");
    assertEquals("65532:0", config.path("User").asString());
    assertEquals("/opt/custody/bin/custody", config.path("Entrypoint").path(0).asString());
    for (String label : List.of("title", "description", "version", "licenses", "revision")) {
      assertTrue(config.path("Labels").has("org.opencontainers.image." + label), config.toString());
    }
    assertNotEquals(
        "unknown", config.path("Labels").path("org.opencontainers.image.source").asString());
    JsonNode bill =
        RecordJson.mapper().readTree(Files.readString(Path.of("target/custody-sbom.json")));
    Set<String> components = new TreeSet<>();
    bill.path("components").forEach(c -> components.add(c.path("name").asString()));
    assertTrue(
        components.containsAll(Set.of("picocli", "jackson-databind", "zstd-jni", "bin/custody")),
        components.toString());
    assertTrue(components.stream().anyMatch(c -> c.contains("OpenJDK")), components.toString());
  }

  @Test
  void passesItsOwnInspection() throws Exception {
    Program.Result result =
        Program.plain().run("inspect", "--depth", "layers", "--format", "json", IMAGE);
    assertEquals(0, result.code(), result.toString());
    JsonNode answer = RecordJson.mapper().readTree(result.out());
    assertEquals(0, answer.path("problems").size(), result.toString());
    assertEquals(
        Files.readString(Path.of("target/jib-image.digest")).strip(),
        answer.path("digest").asString());
  }
}
