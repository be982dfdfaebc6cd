package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifests, configs and layers that are missing, changed, or do not fit each other. */
class DamagedBlobTest extends ArchiveInMemory {
  @Test
  void manifestMissing() {
    Layouts image = Layouts.oneImage();
    image.files.remove(Blob.nameOf(image.digest(0)));
    assertProblem(
        Kind.BLOB_MISSING,
        "manifest " + image.digest(0),
        only(inspect(image)),
        Blob.nameOf(image.digest(0)));
  }

  @Test
  void manifestChanged() {
    Layouts image = Layouts.oneImage();
    String name = Blob.nameOf(image.digest(0));
    byte[] longer = Arrays.copyOf(image.file(name), image.file(name).length + 1);
    longer[longer.length - 1] = ' ';
    image.files.put(name, longer);
    ArchiveEvidence evidence = inspect(image);
    assertEquals(Layouts.sha256(longer), evidence.image().digest(), "what skopeo inspect prints");
    assertEquals(
        List.of(Kind.SIZE_MISMATCH, Kind.DIGEST_MISMATCH),
        evidence.checks().problems().stream().map(Problem::kind).toList());
    Problem digest = evidence.checks().problems().get(1);
    assertEquals("manifest " + image.digest(0), digest.place());
    assertEquals(image.digest(0).toString(), digest.recorded());
    assertEquals(Layouts.sha256(longer).toString(), digest.observed());
  }

  @Test
  void manifestOverFourMebibytes() {
    Layouts image = new Layouts();
    image.entry(image.descriptor(MediaType.OCI_MANIFEST, new byte[5 << 20]), "latest").index();
    assertEquals(Kind.TOO_LARGE, only(inspect(image)).kind());
  }

  @Test
  void configMissingOrMalformed() {
    Layouts image = Layouts.oneImage();
    String config = image.blob(3);
    byte[] bytes = image.file(config);
    image.files.remove(config);
    assertEquals(Kind.BLOB_MISSING, only(inspect(image)).kind());
    image.files.put(config, Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(
        List.of(Kind.SIZE_MISMATCH, Kind.DIGEST_MISMATCH, Kind.MALFORMED),
        inspect(image).checks().problems().stream().map(Problem::kind).toList());
  }

  @Test
  void layerMissingOrOfAnotherSize() {
    Layouts image = Layouts.oneImage();
    String layer = image.blob(1);
    image.files.put(layer, new byte[3]);
    assertProblem(
        Kind.SIZE_MISMATCH, "layer 2 (sha256:", only(inspect(image)), " bytes, observed 3.");
    image.files.remove(layer);
    assertProblem(Kind.BLOB_MISSING, "layer 2 (sha256:", only(inspect(image)));
  }

  /** skopeo reads a negative size as any other, and copy --all puts the right one in its place. */
  @Test
  void negativeSizeIsAnotherSize() {
    Layouts image = new Layouts();
    String manifest = Layouts.platform(image.image("amd64"), "amd64");
    image.entry(image.nested(manifest.replaceFirst("\"size\":", "$0-")), "latest").index();
    assertProblem(Kind.SIZE_MISMATCH, "manifest sha256:", only(inspect(image)), "recorded -");
  }

  @Test
  void flippedByteInALayerIsFoundByContent() {
    Layouts image = Layouts.oneImage();
    image.file(image.blob(0))[20] ^= 1;
    byte[] tar = image.tar();
    assertEquals(List.of(), inspect(tar).checks().problems(), "structure does not read it");
    assertProblem(Kind.DIGEST_MISMATCH, "layer 1 (", only(inspect(tar, Depth.CONTENT)));
  }

  @Test
  void layerOfAnotherBuildIsFoundByItsDiffId() {
    Layouts image = new Layouts();
    byte[] one = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    byte[] other = Layouts.tar(Map.of("a", Layouts.bytes("b")));
    String layer = image.layer(Layouts.GZIP_LAYER, Layouts.gzip(other));
    image.entry(image.image("amd64", List.of(one), List.of(layer)), "latest").index();
    assertEquals(List.of(), inspect(image.tar(), Depth.CONTENT).checks().problems());
    Problem problem = only(inspect(image.tar(), Depth.LAYERS));
    assertEquals(Kind.DIFF_ID_MISMATCH, problem.kind());
    assertEquals(Layouts.sha256(one).toString(), problem.recorded());
    assertEquals(Layouts.sha256(other).toString(), problem.observed());
  }

  @Test
  void layerThatDoesNotDecompress() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    byte[] gzip = Layouts.gzip(tar);
    String layer = image.layer(Layouts.GZIP_LAYER, Arrays.copyOf(gzip, gzip.length - 9));
    image.entry(image.image("amd64", List.of(tar), List.of(layer)), "latest").index();
    assertProblem(
        Kind.TRUNCATED, "layer 1 (", only(inspect(image.tar(), Depth.LAYERS)), "compressed data");
  }

  @Test
  void countsOfLayersAndDiffIdsDiffer() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    image.entry(image.image("amd64", List.of(tar), List.of()), "latest").index();
    Problem problem = only(inspect(image));
    assertProblem(Kind.DIFF_ID_MISMATCH, "config", problem);
    assertEquals("1 diffIDs", problem.recorded());
    assertEquals("0 layers", problem.observed());
  }
}
