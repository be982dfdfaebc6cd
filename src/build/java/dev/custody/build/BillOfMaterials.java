package dev.custody.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

  private final Path home;

  private BillOfMaterials(Path home) {
    this.home = home;
  }

  /**
   * Rewrites the file that the CycloneDX plugin wrote.
   *
   * @param home of the program: {@code lib} and {@code runtime} as the image carries them
   * @param packages Debian package names with versions
   */
  static void complete(Path file, Path home, Map<String, String> packages) throws IOException {
    if (!Files.exists(file)) {
      System.err.println(
          "custody: no bill of materials: its Maven plugin does not run offline (-o). The image"
              + " comes without, hence with another digest.");
      return;
    }
    Files.writeString(file, new BillOfMaterials(home).completed(file, packages));
  }

  private String completed(Path file, Map<String, String> packages) throws IOException {
    ObjectNode bill = (ObjectNode) JSON.readTree(Files.readString(file));
    ObjectNode program = (ObjectNode) bill.path("metadata").path("component");
    program.put("type", "application");
    program.set("hashes", hashes(home.resolve("lib/custody.jar")));
    ArrayNode components = (ArrayNode) bill.path("components");
    // Offline the plugin leaves the last build's file, which has been completed before.
    components.removeIf(one -> !one.path("purl").asString().startsWith("pkg:maven/"));
    for (JsonNode component : components) {
      carried((ObjectNode) component);
    }
    components.add(runtime());
    packages.forEach((name, version) -> components.add(debian(name, version)));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bill) + "\n";
  }

  /** The hash of the jar in the image; where it is not Maven's, a note says what was changed. */
  private void carried(ObjectNode component) throws IOException {
    String start = component.path("name").asString() + "-" + component.path("version").asString();
    Path jar;
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      jar =
          jars.filter(path -> path.getFileName().toString().startsWith(start))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no jar " + start + " in the image"));
    }
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
    for (Path file : binaries()) {
      ObjectNode entry = files.addObject();
      String name = home.relativize(file).toString();
      entry.put("type", "file");
      entry.put("bom-ref", "file:" + name);
      entry.put("name", name);
      entry.set("hashes", hashes(file));
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
