package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What skopeo copy does not look at: it pushes the same image to a directory, a layout and a
 * registry (1.9.3, tried with each), so the gate stays open, and a note says what is odd. What it
 * fetches from elsewhere, or what a registry refuses so that the image is converted, is refused.
 */
class PushedUnreadTest extends ArchiveInMemory {
  private static final byte[] TAR = Layouts.tar(Map.of("a", Layouts.bytes("a")));

  private final Layouts image = new Layouts();

  private ArchiveEvidence withConfig(String mediaType, String config) {
    String layer = image.layer(Layouts.GZIP_LAYER, Layouts.gzip(TAR));
    image.entry(
        image.manifest(image.descriptor(mediaType, Layouts.bytes(config)), List.of(layer)), "one");
    image.index();
    image.store(archive);
    return ImageArchive.inspect(archive, InspectionRequest.of(Depth.LAYERS));
  }

  private ArchiveEvidence withManifest(String manifest) {
    image.entry(image.descriptor(MediaType.OCI_MANIFEST, Layouts.bytes(manifest)), "one").index();
    return inspect(image);
  }

  private static void noted(String note, ArchiveEvidence evidence) {
    assertEquals(List.of(), evidence.checks().problems());
    assertTrue(
        evidence.checks().notes().stream().anyMatch(one -> one.contains(note)),
        () -> evidence.checks().notes().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"created\":\"yesterday\"} | cannot be read: created is not a date in the form of RFC"
            + " 3339",
        "{\"architecture\":5} | cannot be read: architecture is a number where Go expects a string",
        "{\"config\":{\"Env\":\"A=1\"}} | config.Env is a string where Go expects an array",
        "{\"rootfs\":{\"diff_ids\":[\"x\"]}} | rootfs.diff_ids[0] is not a digest",
        "[] | the document is an array where Go expects an object",
        "hello | is not valid JSON",
        "{\"os\":\"linux\"} | lists no diffIDs, and the manifest 1 layers: an artifact, or an"
            + " image",
        "{} | an artifact, not an image"
      })
  void oddConfig(String config, String note) {
    ArchiveEvidence evidence = withConfig(MediaType.OCI_CONFIG, config);
    noted(note, evidence);
    assertEquals(image.digest(0), evidence.image().digest());
    // Whatever names the image by its config cannot be proved then.
    assertEquals(0, evidence.checks().layersCompared());
  }

  @Test
  void goodDate() {
    ArchiveEvidence evidence =
        withConfig(MediaType.OCI_CONFIG, "{\"created\":\"2026-01-02T03:04:05Z\"}");
    assertEquals("2026-01-02T03:04:05Z", evidence.image().created());
  }

  @Test
  void configThatMeansTwoThings() {
    String config = "{\"rootfs\":{\"diff_ids\":[]},\"RootFS\":{\"diff_ids\":[]}}";
    assertEquals(Kind.AMBIGUOUS_ARCHIVE, only(withConfig(MediaType.OCI_CONFIG, config)).kind());
  }

  @Test
  void damagedConfigIsNoOddity() {
    withConfig(MediaType.OCI_CONFIG, "{\"created\":\"2026-01-02T03:04:05Z\"}");
    image.file(image.blob(1))[2] = 0;
    assertEquals(
        List.of(Kind.DIGEST_MISMATCH, Kind.MALFORMED),
        inspect(image).checks().problems().stream().map(Problem::kind).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"schemaVersion\":1,", "\"schemaVersion\":null,", ""})
  void schemaVersionThatRegistriesRefuse(String version) {
    Problem problem =
        only(
            withManifest(
                "{"
                    + version
                    + "\"config\":"
                    + image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}"))
                    + "}"));
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("; registries take only 2"), problem::message);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/x, true",
    "HTTPS://127.0.0.1/x, true",
    "ftp://127.0.0.1/x, false",
    "httpd, false"
  })
  void configAtAUrl(String url, boolean fetched) {
    String config =
        Layouts.with(
            image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}")),
            "\"urls\":[\"" + url + "\"]");
    ArchiveEvidence evidence = withManifest("{\"schemaVersion\":2,\"config\":" + config + "}");
    assertEquals(!fetched, evidence.sound());
    if (fetched) {
      String message = only(evidence).message();
      assertTrue(message.contains("from which skopeo fetches it instead"), message);
    }
  }

  @Test
  void layerAtAUrl() {
    String config = image.descriptor(MediaType.OCI_CONFIG, Layouts.bytes("{}"));
    String layer =
        Layouts.with(
            image.layer(Layouts.GZIP_LAYER, Layouts.gzip(TAR)),
            "\"urls\":[\"http://127.0.0.1/x\"]");
    noted(
        "has URLs: a push with skopeo leaves it out",
        withManifest("{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[" + layer + "]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"imageLayoutVersion\":\"9.0\"}', gives the image layout version 9.0",
    "{}, gives no image layout version",
    "rubbish, gives no image layout version that can be read"
  })
  void oddLayoutVersion(String file, String note) {
    Layouts one = Layouts.oneImage();
    one.files.put("oci-layout", Layouts.bytes(file));
    noted("oci-layout " + note + ", where every image layout has 1.0.0", inspect(one));
  }
}
