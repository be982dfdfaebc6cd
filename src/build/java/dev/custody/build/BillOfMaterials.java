package dev.custody.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The CycloneDX bill of materials, made true for the image: Maven knows the jars it resolved, not
 * the changed copies that are carried, nor the runtime and the C library.
 */
final class BillOfMaterials {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String RUNTIME_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";

  private static final String VERSION = "dev/custody/cli/version.txt";
  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

  /** Says what the file is wrong about. */
  private static final class StaleException extends Exception {
    private static final long serialVersionUID = 1;

    StaleException(String message) {
      super(message);
    }
  }

  private final Path home;
  private final Path root;

  private BillOfMaterials(Path home, Path root) {
    this.home = home;
    this.root = root;
  }

  /**
   * Rewrites the file that the CycloneDX plugin wrote in the build's target directory, where {@code
   * image-root} holds the image's C libraries. Offline the plugin leaves the file of an earlier
   * build, which is taken as long as it is true.
   *
   * @param home of the program: {@code lib} and {@code runtime} as the image carries them
   * @param packages Debian package names with versions
   * @throws IllegalStateException if the file is of another version of custody, or does not name
   *     the jars that are in the image
   */
  static void complete(Path file, Path home, Map<String, String> packages) throws IOException {
    if (!Files.exists(file)) {
      System.err.println(
          "custody: no bill of materials: its Maven plugin does not run offline (-o). The image"
              + " comes without, hence with another digest.");
      return;
    }
    BillOfMaterials bill = new BillOfMaterials(home, file.resolveSibling("image-root"));
    try {
      Files.writeString(file, bill.completed(Files.readString(file), packages));
    } catch (StaleException e) {
      throw new IllegalStateException(
          file
              + " is of another build: "
              + e.getMessage()
              + ". Delete it, or build without -o, so that its Maven plugin writes it anew.",
          e);
    }
  }

  private String completed(String text, Map<String, String> packages)
      throws IOException, StaleException {
    ObjectNode bill = (ObjectNode) JSON.readTree(text);
    ObjectNode program = (ObjectNode) bill.path("metadata").path("component");
    mustBe(version(), program.path("version").asString(), "it names custody");
    program.put("type", "application");
    program.set("hashes", hashes(home.resolve("lib/custody.jar")));
    ArrayNode components = (ArrayNode) bill.path("components");
    // A file of an earlier build has been completed before.
    components.removeIf(one -> !one.path("purl").asString().startsWith("pkg:maven/"));
    SortedSet<String> without = jars();
    for (JsonNode component : components) {
      String jar = jar(component);
      if (!without.remove(jar)) {
        throw new StaleException("it has a component for " + jar + ", and the image no such jar");
      }
      carried((ObjectNode) component, home.resolve("lib").resolve(jar));
    }
    if (!without.isEmpty()) {
      throw new StaleException("it has no component for " + String.join(", ", without));
    }
    components.add(file(home, home.resolve("bin/custody")));
    components.add(runtime());
    packages.forEach((name, version) -> components.add(debian(name, version)));
    for (Path library : libraries()) {
      components.add(file(root, library));
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bill) + "\n";
  }

  private static void mustBe(String ours, String found, String what) throws StaleException {
    if (!found.equals(ours)) {
      throw new StaleException(what + " " + found + ", and this build is " + ours);
    }
  }

  /** The version that the program prints. */
  private String version() throws IOException {
    try (JarFile jar = new JarFile(home.resolve("lib/custody.jar").toFile());
        InputStream text = jar.getInputStream(jar.getEntry(VERSION))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** The names of the jars in the image, without the program's own. */
  private SortedSet<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.equals("custody.jar"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The name of a Maven component's jar; its purl says which classifier it has. */
  private static String jar(JsonNode component) {
    Matcher classifier = CLASSIFIER.matcher(component.path("purl").asString());
    return component.path("name").asString()
        + "-"
        + component.path("version").asString()
        + (classifier.find() ? "-" + classifier.group(1) : "")
        + ".jar";
  }

  /**
   * Sets the hash of the jar in the image; where it is not Maven's, a note says what was changed.
   */
  private static void carried(ObjectNode component, Path jar) throws IOException {
    ArrayNode ours = hashes(jar);
    String sha256 = ours.path(0).path("content").asString();
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("content").asString().equals(sha256)) {
        return;
      }
    }
    component.set("hashes", ours);
    component
        .putObject("pedigree")
        .put(
            "notes",
            "A changed copy of the jar on Maven Central: class files of Java 5 are carried in a"
                + " newer class file format, and libraries in C lie in the runtime's lib"
                + " directory.");
  }

  private ObjectNode runtime() throws IOException {
    String version = Runtime.version().toString();
    ObjectNode runtime = JSON.createObjectNode();
    runtime.put("type", "platform");
    runtime.put("bom-ref", "pkg:generic/openjdk@" + encoded(version));
    runtime.put("name", System.getProperty("java.vendor") + " OpenJDK runtime (jlink)");
    runtime.put("version", version);
    runtime.put("purl", "pkg:generic/openjdk@" + encoded(version));
    runtime.putArray("licenses").addObject().put("expression", RUNTIME_LICENCE);
    ArrayNode files = runtime.putArray("components");
    for (Path binary : binaries()) {
      files.add(file(home, binary));
    }
    return runtime;
  }

  /** The runtime's classes and native code, zstd-jni's library among them. */
  private List<Path> binaries() throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("runtime"))) {
      return all.filter(Files::isRegularFile)
          .filter(p -> p.toString().matches(".*(\\.so|/modules|/bin/java)"))
          .sorted()
          .toList();
    }
  }

  /** The C libraries that the image has beside the program. */
  private List<Path> libraries() throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(p -> p.getFileName().toString().matches(".+\\.so(\\.[0-9]+)*"))
          .sorted()
          .toList();
    }
  }

  /** A component for one file, named by its path below a directory. */
  private static ObjectNode file(Path directory, Path file) throws IOException {
    ObjectNode entry = JSON.createObjectNode();
    String name = directory.relativize(file).toString();
    entry.put("type", "file");
    entry.put("bom-ref", "file:" + name);
    entry.put("name", name);
    entry.set("hashes", hashes(file));
    return entry;
  }

  private static ObjectNode debian(String name, String version) {
    ObjectNode component = JSON.createObjectNode();
    String purl = "pkg:deb/debian/" + name + "@" + encoded(version);
    component.put("type", "library");
    component.put("bom-ref", purl);
    component.put("name", name);
    component.put("version", version);
    component.put("purl", purl);
    return component;
  }

  private static String encoded(String version) {
    return version.replace("+", "%2B");
  }

  private static ArrayNode hashes(Path file) throws IOException {
    ArrayNode hashes = JSON.createArrayNode();
    hashes.addObject().put("alg", "SHA-256").put("content", hash("SHA-256", file));
    hashes.addObject().put("alg", "SHA-512").put("content", hash("SHA-512", file));
    return hashes;
  }

  private static String hash(String algorithm, Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
