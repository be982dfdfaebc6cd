import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes {@code target/custody}: launcher, jars, a runtime by jlink, and the start-up (AOT) cache
 * trained on real commands. Run by the build on JDK 25: {@code java Assemble.java TARGET_DIRECTORY
 * LAUNCHER}.
 */
public final class Assemble {
  /** What jlink must keep: Jackson loads org.w3c.dom at start, hence java.xml. */
  private static final String MODULES = "java.base,java.xml";

  /** The cache is refused when a jar's time changes, and jib sets this one. */
  private static final FileTime EPOCH_PLUS_ONE = FileTime.fromMillis(1000);

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path home = target.resolve("custody");
    Path lib = home.resolve("lib");
    delete(home);
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(lib);
    Path launcher = home.resolve("bin/custody");
    Files.copy(Path.of(args[1]), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    copyJars(target, lib);
    for (String options : List.of("custody.options", "entrypoint")) {
      Files.copy(Path.of(args[1]).resolveSibling(options), lib.resolve(options));
    }
    link(home.resolve("runtime"));
    train(target, home);
    copySharedObjects(home.resolve("runtime"), target.resolve("image-root"));
  }

  /**
   * What the runtime's shared objects need from the C library, at the paths where the loader looks:
   * the only files in the image that are not ours.
   */
  private static void copySharedObjects(Path runtime, Path root) throws Exception {
    delete(root);
    TreeSet<Path> needed = new TreeSet<>();
    for (String binary : List.of("bin/java", "lib/server/libjvm.so")) {
      Process ldd =
          new ProcessBuilder("ldd", runtime.resolve(binary).toString())
              .redirectErrorStream(true)
              .start();
      String out = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ldd.waitFor() != 0 || out.contains("not found")) {
        throw new IllegalStateException("ldd " + binary + " cannot find all it needs: " + out);
      }
      for (String word : out.split("\\s+")) {
        if (word.startsWith("/") && !word.startsWith(runtime.toString())) {
          needed.add(Path.of(word.endsWith(":") ? word.substring(0, word.length() - 1) : word));
        }
      }
    }
    needed.removeIf(path -> path.startsWith(runtime));
    for (Path library : needed) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy);
    }
  }

  private static void copyJars(Path target, Path lib) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(target.resolve("custody.jar"));
    try (Stream<Path> dependencies = Files.list(target.resolve("dependencies"))) {
      jars.addAll(dependencies.sorted().toList());
    }
    for (Path jar : jars) {
      Path copy = lib.resolve(jar.getFileName());
      if (ModernClasses.isOld(jar)) {
        ModernClasses.copy(jar, copy);
      } else {
        Files.copy(jar, copy);
      }
      Files.setLastModifiedTime(copy, EPOCH_PLUS_ONE);
    }
  }

  private static void link(Path runtime) {
    int code =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"))
            .run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-6",
                "--output",
                runtime.toString());
    if (code != 0) {
      throw new IllegalStateException("jlink failed: " + code);
    }
  }

  /** The hidden command {@code rehearse} runs these in one process: the JVM learns from one. */
  private static void train(Path target, Path home) throws Exception {
    Path scratch = target.resolve("training");
    delete(scratch);
    Files.createDirectories(scratch);
    Path archive = Files.write(scratch.resolve("image.tar"), TrainingArchive.bytes());
    String a = archive.toString();
    String record = scratch.resolve("record.json").toString();
    String compact = scratch.resolve("compact.json").toString();
    List<List<String>> commands =
        List.of(
            List.of("--version"),
            List.of("inspect", a),
            List.of("inspect", "--format", "json", "--depth", "layers", a),
            List.of("record", "--output", record, "--compact-file", compact, a),
            List.of("verify", "--recorded", record, a),
            List.of("verify", "--digest", "sha256:" + "0".repeat(64), "--format", "json", a),
            List.of("compare", record, record),
            List.of("explain", a),
            List.of("inspect", scratch.resolve("none.tar").toString()),
            List.of("schema"));
    List<String> lines = commands.stream().map(c -> String.join("\t", c)).toList();
    Path script = Files.write(scratch.resolve("commands"), lines);
    Path cache = home.resolve("lib/custody.aot");
    new StartupCache(home, scratch).train(script, cache);
    Files.setLastModifiedTime(cache, EPOCH_PLUS_ONE);
    delete(scratch);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
