package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tar that holds a layout and a docker-archive, given without a transport. */
class TwoFormatsTest extends ArchiveInMemory {
  private static final byte[] LAYER = Layouts.tar(Map.of("etc/a", Layouts.bytes("a")));

  private final Layouts layouts = new Layouts();

  private void docker(byte[] config) {
    layouts.files.put("config.json", config);
    layouts.files.put("layer.tar", LAYER);
    layouts.files.put(
        "manifest.json",
        Layouts.bytes("[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"]}]"));
  }

  private static byte[] config(String author) {
    return Layouts.bytes(
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"author\":\"%s\",\"rootfs\":{\"diff_ids\":[\"%s\"]}}"
            .formatted(author, Layouts.sha256(LAYER)));
  }

  @Test
  void twoImagesAreAmbiguous() {
    layouts.entry(layouts.image("amd64"), "latest").index();
    docker(config("other"));
    Problem problem = only(inspect(layouts));
    assertProblem(
        Kind.AMBIGUOUS_ARCHIVE,
        "manifest.json",
        problem,
        "oci-archive:/work/image.tar pushes manifest " + layouts.digest(0),
        "docker-archive:/work/image.tar pushes the image with config "
            + Layouts.sha256(config("other")));
  }

  @Test
  void whereOnlyOneIsReadTheTransportIsAskedFor() {
    String manifest =
        layouts.descriptor(
            "application/vnd.oci.image.manifest.v1+json",
            Layouts.bytes("{\"schemaVersion\":9223372036854775808}"));
    layouts.entry(manifest, "latest").index();
    docker(config("one"));
    ArchiveEvidence bare = inspect(layouts);
    assertEquals(Kind.MALFORMED, only(bare).kind());
    String note = bare.checks().notes().getLast();
    assertTrue(note.contains("docker-archive:/work/image.tar would push"), note);
    assertTrue(note.contains(Layouts.sha256(config("one")).toString()), note);
    ArchiveEvidence named =
        ImageArchive.inspect(
            archive,
            InspectionRequest.of(
                ArchiveReference.parse("docker-archive:/work/image.tar"), Depth.LAYERS));
    assertTrue(named.sound(), () -> named.checks().problems().toString());
  }
}
