package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.cli.Program.Result;
import dev.custody.tekton.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One config with the layers of its diffIDs and with others, in a docker-archive and in an OCI
 * archive: what the real skopeo does with them, and what the gate says of a record that knows only
 * the config.
 */
class DockerLayersIT {
  @TempDir static Path work;

  private static final byte[] LAYER = Images.layer("recorded");
  private static final byte[] OTHER = Images.layer("other");
  private static final byte[] CONFIG = Images.utf8(Images.config(LAYER, "amd64").text());

  private static Registry registry;
  private static Path docker;
  private static Path dockerOther;
  private static Path oci;
  private static Path ociOther;
  private static Path record;

  @BeforeAll
  static void archives() throws IOException, InterruptedException {
    Peers.require("skopeo", "docker-registry");
    registry = Registry.open(work);
    docker = docker("docker.tar", LAYER);
    dockerOther = docker("docker-other.tar", OTHER);
    oci = oci("oci.tar", LAYER);
    ociOther = oci("oci-other.tar", OTHER);
    record = work.resolve("record.json");
    Result recorded = Program.plain().run("record", "--output", record, "docker-archive:" + docker);
    assertEquals(0, recorded.code(), recorded::toString);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    registry.stop();
  }

  private static Path docker(String name, byte[] layer) throws IOException {
    byte[] manifest = Images.utf8("[" + Images.dockerItem("c.json", "l/layer.tar").text() + "]");
    return Layout.tar(
        work.resolve(name),
        List.of(
            Entry.file("c.json", CONFIG),
            Entry.file("l/layer.tar", layer),
            Entry.file("manifest.json", manifest)));
  }

  private static Path oci(String name, byte[] layer) throws IOException {
    Layout layout = new Layout();
    return layout
        .add(
            layout.blob(
                Images.MANIFEST,
                Layout.manifest(
                    layout.blob(Images.CONFIG, CONFIG),
                    layout.blob(Images.LAYER, Images.gzip(layer)))))
        .tar(work.resolve(name));
  }

  private static Result verify(String depth, Object archive) {
    return Program.plain().run("verify", "--recorded", record, "--depth", depth, archive);
  }

  @Test
  void atDepthStructureNothingProvesTheLayers() {
    for (String archive :
        List.of(
            "docker-archive:" + docker,
            "docker-archive:" + dockerOther,
            "oci-archive:" + oci,
            "oci-archive:" + ociOther)) {
      Result result = verify("structure", archive);
      assertEquals(3, result.code(), result::toString);
      String said = (result.out() + result.err()).replaceAll("\\s+", " ");
      assertTrue(said.contains("does not prove that the layers"), said);
      assertTrue(said.contains("--depth layers"), said);
    }
  }

  @Test
  void atDepthLayersTheLayersDecide() {
    assertEquals(0, verify("layers", "docker-archive:" + docker).code());
    assertEquals(0, verify("layers", "oci-archive:" + oci).code());
    assertEquals(1, verify("layers", "docker-archive:" + dockerOther).code());
    assertEquals(1, verify("layers", "oci-archive:" + ociOther).code());
  }

  /** skopeo fails on other layers of a docker-archive, and copies those of an OCI archive. */
  @Test
  void skopeoPushesOtherLayersOfAnOciArchiveOnly() throws IOException {
    for (String target :
        List.of(
            "dir:" + work.resolve("dir"),
            "oci:" + work.resolve("layout") + ":1",
            "docker://" + registry.address() + "/fresh:1")) {
      Result copied = copy("docker-archive:" + dockerOther, target, "fresh");
      assertFalse(copied.code() == 0, () -> target + ": " + copied);
    }
    Result pushed =
        copy("oci-archive:" + ociOther, "docker://" + registry.address() + "/oci:1", "oci");
    assertEquals(0, pushed.code(), pushed::toString);
  }

  /**
   * Where the registry holds the layer, skopeo does not read the archive's, and pushes that one.
   */
  @Test
  void skopeoPushesTheRecordedLayerThatTheRegistryHolds() throws IOException {
    String held = "docker://" + registry.address() + "/held:1";
    assertEquals(0, copy("docker-archive:" + docker, held, "held").code());
    String digest = registry.digest("held:1").orElseThrow();
    assertEquals(0, copy("docker-archive:" + dockerOther, held, "held").code());
    assertEquals(digest, registry.digest("held:1").orElseThrow());
  }

  /** With a cache of known blobs of its own. */
  private static Result copy(String source, String target, String cache) throws IOException {
    String data = Files.createDirectories(work.resolve("cache-" + cache)).toString();
    return Program.run(
        List.of(
            "skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", source, target),
        Map.of("_CONTAINERS_ROOTLESS_UID", "1000", "XDG_DATA_HOME", data, "XDG_RUNTIME_DIR", data));
  }
}
