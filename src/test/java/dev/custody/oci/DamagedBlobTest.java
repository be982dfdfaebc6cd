package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    Problem problem = only(inspect(image));
    assertEquals(Kind.BLOB_MISSING, problem.kind());
    assertEquals(
        "manifest "
            + image.digest(0)
            + " is not in /work/image.tar: "
            + Blob.nameOf(image.digest(0))
            + " is missing. Export the image again; if a task is still writing it, wait.",
        problem.message());
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
    assertEquals(image.digest(0).toString(), digest.recorded());
    assertEquals(Layouts.sha256(longer).toString(), digest.observed());
    assertEquals(
        "manifest "
            + image.digest(0)
            + " in /work/image.tar does not match its digest: recorded "
            + image.digest(0)
            + ", observed "
            + Layouts.sha256(longer)
            + ". Its content was changed after the export; export the image again.",
        digest.message());
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
    Problem size = only(inspect(image));
    assertEquals(Kind.SIZE_MISMATCH, size.kind());
    assertTrue(
        size.message()
            .endsWith(
                " bytes, observed 3. It was changed after the export, or the exporter wrote a wrong"
                    + " size, which containerd and docker refuse to pull; export the image"
                    + " again."));
    image.files.remove(layer);
    Problem missing = only(inspect(image));
    assertEquals(Kind.BLOB_MISSING, missing.kind());
    assertTrue(missing.place().startsWith("layer 2 (sha256:"), missing::place);
  }

  /** skopeo reads a negative size as any other, and copy --all puts the right one in its place. */
  @Test
  void negativeSizeIsAnotherSize() {
    Layouts image = new Layouts();
    String manifest = Layouts.platform(image.image("amd64"), "amd64");
    image.entry(image.nested(manifest.replaceFirst("\"size\":", "$0-")), "latest").index();
    Problem size = only(inspect(image));
    assertEquals(Kind.SIZE_MISMATCH, size.kind());
    assertTrue(size.message().contains("descriptor gives: recorded -"), size::message);
  }

  @Test
  void flippedByteInALayerIsFoundByContent() {
    Layouts image = Layouts.oneImage();
    image.file(image.blob(0))[20] ^= 1;
    byte[] tar = image.tar();
    assertEquals(List.of(), inspect(tar).checks().problems(), "structure does not read it");
    Problem problem = only(inspect(tar, Depth.CONTENT));
    assertEquals(Kind.DIGEST_MISMATCH, problem.kind());
    assertTrue(problem.place().startsWith("layer 1 ("), problem::place);
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
    Problem problem = only(inspect(image.tar(), Depth.LAYERS));
    assertEquals(Kind.TRUNCATED, problem.kind());
    assertTrue(problem.message().contains("its compressed data ends too early"));
  }

  @Test
  void countsOfLayersAndDiffIdsDiffer() {
    Layouts image = new Layouts();
    byte[] tar = Layouts.tar(Map.of("a", Layouts.bytes("a")));
    image.entry(image.image("amd64", List.of(tar), List.of()), "latest").index();
    Problem problem = only(inspect(image));
    assertEquals(Kind.DIFF_ID_MISMATCH, problem.kind());
    assertEquals(
        "the config in /work/image.tar lists 1 diffIDs, the manifest 0 layers. They do not come"
            + " from one build; build the image again.",
        problem.message());
  }
}
