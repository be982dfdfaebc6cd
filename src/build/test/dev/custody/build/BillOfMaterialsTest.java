package dev.custody.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BillOfMaterialsTest {
  private static final String PLUGIN =
      """
      {"metadata": {"component": {"name": "custody", "version": "0.2.0"}},
       "components": [
        {"name": "xz", "version": "1.12", "purl": "pkg:maven/org.tukaani/xz@1.12?type=jar", "hashes": []},
        {"name": "zstd-jni", "version": "1.5.7-6",
         "purl": "pkg:maven/com.github.luben/zstd-jni@1.5.7-6?classifier=linux_amd64&type=jar", "hashes": []}]}
      """;

  @TempDir private Path target;
  private Path home;
  private Path file;

  @BeforeEach
  void aBuild() throws IOException {
    home = target.resolve("custody");
    file = target.resolve("custody-sbom.json");
    Files.writeString(file, PLUGIN);
    Files.createDirectories(home.resolve("lib"));
    try (OutputStream jar = Files.newOutputStream(home.resolve("lib/custody.jar"));
        JarOutputStream entries = new JarOutputStream(jar)) {
      entries.putNextEntry(new ZipEntry("dev/custody/cli/version.txt"));
      entries.write("0.2.0\n".getBytes(StandardCharsets.UTF_8));
    }
    write("custody/lib/xz-1.12.jar");
    write("custody/lib/zstd-jni-1.5.7-6-linux_amd64.jar");
    write("custody/bin/custody");
    write("custody/runtime/lib/libjvm.so");
    write("image-root/lib/x86_64-linux-gnu/libc.so.6");
    write("image-root/etc/os-release");
  }

  @Test
  void namesEveryFileThatRunsWithItsHash() throws Exception {
    complete();
    complete(); // offline, the next build finds a completed file
    List<String> found = new ArrayList<>();
    for (JsonNode one : JsonMapper.shared().readTree(Files.readString(file)).path("components")) {
      found.add(one.path("name").asString() + " " + sha256(one));
    }
    assertEquals(
        List.of(
            "xz " + sha256("custody/lib/xz-1.12.jar"),
            "zstd-jni " + sha256("custody/lib/zstd-jni-1.5.7-6-linux_amd64.jar"),
            "bin/custody " + sha256("custody/bin/custody"),
            System.getProperty("java.vendor") + " OpenJDK runtime (jlink) ",
            "libc6 ",
            "lib/x86_64-linux-gnu/libc.so.6 "
                + sha256("image-root/lib/x86_64-linux-gnu/libc.so.6")),
        found);
  }

  @Test
  void refusesAFileOfAnotherVersion() throws IOException {
    Files.writeString(file, PLUGIN.replace("0.2.0", "0.1.0"));
    refused("custody 0.1.0");
  }

  @Test
  void refusesAFileThatLacksAJar() throws IOException {
    write("custody/lib/snakeyaml-engine-3.0.1.jar");
    refused("no component for snakeyaml-engine-3.0.1.jar");
  }

  @Test
  void refusesAFileWithAJarThatIsNotCarried() throws IOException {
    Files.move(home.resolve("lib/xz-1.12.jar"), home.resolve("lib/xz-1.13.jar"));
    refused("xz-1.12.jar");
  }

  private void refused(String reason) {
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, this::complete).getMessage());
    assertTrue(message.contains(reason) && message.contains("without -o"), message);
  }

  private void complete() throws IOException {
    BillOfMaterials.complete(file, home, Map.of("libc6", "2.36"));
  }

  private void write(String name) throws IOException {
    Files.createDirectories(target.resolve(name).getParent());
    Files.writeString(target.resolve(name), name);
  }

  private String sha256(String name) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(target.resolve(name))));
  }

  private static String sha256(JsonNode component) {
    return component.path("hashes").path(0).path("content").asString();
  }
}
