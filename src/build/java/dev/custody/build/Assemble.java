package dev.custody.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes {@code target/custody} (launcher, jars, a runtime by jlink, licences, and the start-up
 * caches trained on real commands) and {@code target/image-root}, what the image holds beside it.
 * Run by the build on JDK 25 in the project's directory, with the words TARGET_DIRECTORY
 * IMAGE_BASE.
 */
public final class Assemble {
  /** What jlink must keep: Jackson loads org.w3c.dom at start, hence java.xml. */
  private static final String MODULES = "java.base,java.xml";

  /** The cache is refused when a jar's time changes, and jib sets this one. */
  private static final FileTime EPOCH_PLUS_ONE = FileTime.fromMillis(1000);

  private Assemble() {}

  /** The words are the build's target directory and the name of the image's base. */
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path home = target.resolve("custody");
    Path root = target.resolve("image-root");
    delete(home);
    delete(root);
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(root);
    copyStarter(home);
    link(home.resolve("runtime"));
    copyJars(target, home);
    copyLicences(home.resolve("licenses"));
    share(home.resolve("share"));
    train(home);
    Map<String, String> packages =
        args[1].equals("scratch")
            ? SystemLibraries.copy(home.resolve("runtime"), Path.of("image/libraries"), root)
            : Map.of();
    BillOfMaterials.complete(target.resolve("custody-sbom.json"), home, packages);
  }

  /** {@code bin/custody}, and the options it gives the JVM. */
  private static void copyStarter(Path home) throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path starter =
        Files.copy(
            Path.of("src/build/starter/starter-" + architecture), home.resolve("bin/custody"));
    Files.setPosixFilePermissions(starter, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String options : List.of("custody.options", "short.options", "hashing.options")) {
      Files.copy(Path.of("src/build", options), home.resolve("lib").resolve(options));
    }
  }

  /** The jars that {@code custody.jar} names as its class path, and what they bring. */
  private static void copyJars(Path target, Path home) throws IOException {
    List<String> names = new ArrayList<>(List.of("custody.jar"));
    try (JarFile jar = new JarFile(target.resolve("custody.jar").toFile())) {
      names.addAll(
          List.of(
              jar.getManifest()
                  .getMainAttributes()
                  .getValue(Attributes.Name.CLASS_PATH)
                  .split(" ")));
    }
    for (String name : names) {
      Path jar = target.resolve(names.getFirst().equals(name) ? "" : "dependencies").resolve(name);
      Path copy = home.resolve("lib").resolve(name);
      if (JarCopy.mustChange(jar) || name.equals(names.getFirst())) {
        JarCopy.copy(jar, copy);
      } else {
        Files.copy(jar, copy);
      }
      Files.setLastModifiedTime(copy, EPOCH_PLUS_ONE);
      unpack(jar, home);
    }
  }

  /**
   * Licences, and libraries in C: a library that is beside the runtime's own needs no writable
   * directory to be unpacked to.
   */
  private static void unpack(Path jar, Path home) throws IOException {
    String platform = "linux/" + System.getProperty("os.arch") + "/";
    try (JarFile in = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(in.entries())) {
        String name = entry.getName();
        Path to;
        if (name.startsWith(platform) && name.endsWith(".so")) {
          to = home.resolve("runtime/lib").resolve(name.substring(platform.length()));
        } else if (name.startsWith("META-INF/") && name.matches(".*(LICENSE|NOTICE)[^/]*")) {
          String project = jar.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "");
          to = home.resolve("licenses").resolve(project).resolve(Path.of(name).getFileName());
        } else {
          continue;
        }
        Files.createDirectories(to.getParent());
        try (InputStream content = in.getInputStream(entry)) {
          Files.copy(content, to);
        }
      }
    }
  }

  /** What people read beside the program: man pages, completion, the guide to causes. */
  private static void share(Path share) throws IOException {
    ManPages.write(share);
    Path causes = Files.createDirectories(share.resolve("doc/causes"));
    try (Stream<Path> pages = Files.list(Path.of("docs/causes"))) {
      for (Path page : pages.sorted().toList()) {
        Files.copy(page, causes.resolve(page.getFileName()));
      }
    }
  }

  private static void copyLicences(Path licences) throws IOException {
    Files.createDirectories(licences);
    Files.copy(Path.of("LICENSE"), licences.resolve("LICENSE"));
    try (Stream<Path> more = Files.list(Path.of("image/licenses"))) {
      for (Path licence : more.toList()) {
        Files.copy(licence, licences.resolve(licence.getFileName()));
      }
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
                // Packed as a whole by the image, classes take less than each packed alone.
                "--compress=zip-0",
                // Its classes come out in another order each time; the start-up cache has them too.
                "--disable-plugin",
                "generate-jli-classes",
                "--output",
                runtime.toString());
    if (code != 0) {
      throw new IllegalStateException("jlink failed: " + code);
    }
  }

  private static final long TRAINING_SIZE = 20L << 20;

  /** The hidden command {@code rehearse} runs these in one process: the JVM learns from one. */
  private static void train(Path home) throws Exception {
    // Its name is as long in every build: where output buffers end must not depend on it.
    Path scratch =
        Files.createDirectory(
            Path.of("/tmp", "custody-%08x".formatted(new SecureRandom().nextInt())));
    Path archive = Files.write(scratch.resolve("image.tar"), TrainingArchive.bytes());
    // Zeros after the end, as any tar may have: of such a size, advice to the page cache is given.
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), TRAINING_SIZE - 1);
    }
    // Printing it takes every turn that printing the time of now takes by chance.
    Files.setLastModifiedTime(archive, FileTime.from(Instant.ofEpochSecond(1, 1000)));
    String a = archive.toString();
    String temporary = Files.createDirectory(scratch.resolve("tmp")).toString();
    String record = scratch.resolve("record.json").toString();
    String compact = scratch.resolve("compact.json").toString();
    List<List<String>> brief =
        List.of(
            List.of("--version"),
            List.of("inspect", a),
            List.of("inspect", "--depth", "layers", a),
            List.of("inspect", "--find", "sha256:" + "0".repeat(64), a),
            List.of("inspect", scratch.resolve("none.tar").toString()));
    List<List<String>> all = new ArrayList<>(brief);
    all.addAll(
        List.of(
            List.of("explain", a),
            List.of("inspect", "--format", "json", "--depth", "layers", a),
            List.of(
                "record",
                "--temp-dir",
                temporary,
                "--output",
                record,
                "--compact-file",
                compact,
                a),
            List.of("verify", "--temp-dir", temporary, "--recorded", record, a),
            List.of(
                "verify",
                "--temp-dir",
                temporary,
                "--digest",
                "sha256:" + "0".repeat(64),
                "--format",
                "json",
                a),
            List.of("compare", record, record),
            List.of("schema")));
    StartupCache caches = new StartupCache(home, scratch);
    // All classes of a cache are loaded at start: what needs no records and no JSON has its own.
    train(caches, brief, home.resolve("lib/brief.aot"));
    train(caches, all, home.resolve("lib/custody.aot"));
    delete(scratch);
  }

  private static void train(StartupCache caches, List<List<String>> commands, Path cache)
      throws Exception {
    List<String> lines = commands.stream().map(c -> String.join("\t", c)).toList();
    caches.train(lines, cache);
    Files.setLastModifiedTime(cache, EPOCH_PLUS_ONE);
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
