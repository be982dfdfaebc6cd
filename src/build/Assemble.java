import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
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
    Files.copy(
        Path.of(args[1]).resolveSibling("custody.options"), lib.resolve("custody.options"));
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
      Path copy = Files.copy(jar, lib.resolve(jar.getFileName()));
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

  /** One run of the hidden command {@code rehearse}, which runs the commands below in one process. */
  private static void train(Path target, Path home) throws Exception {
    Path scratch = target.resolve("training");
    delete(scratch);
    Files.createDirectories(scratch);
    Path archive = scratch.resolve("image.tar");
    Files.write(archive, archive());
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
            List.of("inspect", scratch.resolve("none.tar").toString()),
            List.of("schema"));
    List<String> lines = commands.stream().map(c -> String.join("\t", c)).toList();
    Path script = Files.write(scratch.resolve("commands"), lines);

    Process process =
        new ProcessBuilder(home.resolve("bin/custody").toString(), "rehearse", script.toString())
            .redirectOutput(scratch.resolve("out").toFile())
            .redirectError(scratch.resolve("err").toFile())
            .start();
    int code = process.waitFor();
    Path cache = home.resolve("lib/custody.aot");
    if (code != 0 || !Files.exists(cache)) {
      throw new IllegalStateException(
          "training failed with " + code + ": " + Files.readString(scratch.resolve("err")));
    }
    Files.setLastModifiedTime(cache, EPOCH_PLUS_ONE);
    delete(scratch);
  }

  /** A small OCI archive: one layer, uncompressed, that holds nothing. */
  private static byte[] archive() throws Exception {
    byte[] layer = new byte[1024];
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"1970-01-01T00:00:00Z\","
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
            + digest(layer)
            + "\"]}}";
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", bytes(config), "")
            + ",\"layers\":["
            + descriptor("application/vnd.oci.image.layer.v1.tar", layer, "")
            + "]}";
    String index =
        "{\"schemaVersion\":2,\"manifests\":["
            + descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                bytes(manifest),
                ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}")
            + "]}";
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] blob : List.of(layer, bytes(config), bytes(manifest))) {
      entry(tar, "blobs/sha256/" + digest(blob).substring(7), blob);
    }
    entry(tar, "index.json", bytes(index));
    entry(tar, "oci-layout", bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    tar.write(new byte[1024]);
    return tar.toByteArray();
  }

  private static String descriptor(String mediaType, byte[] blob, String more) throws Exception {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + digest(blob)
        + "\",\"size\":"
        + blob.length
        + more
        + "}";
  }

  private static String digest(byte[] blob) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One ustar entry: a regular file, 0644, root. */
  private static void entry(ByteArrayOutputStream tar, String name, byte[] content)
      throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", content.length));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    header[155] = ' ';
    tar.write(header);
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(bytes(text), 0, header, at, text.length());
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
