package dev.custody.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArtifactsProvenanceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void namesTheImageByItsDigest() {
    assertEquals(
        "{\"inputs\":[],\"outputs\":[{\"name\":\"archive\",\"values\":[{\"uri\":"
            + "\"pkg:oci/my%20image.tar@sha256%3A"
            + HEX
            + "\",\"digest\":{\"sha256\":\""
            + HEX
            + "\"}}]}]}",
        ArtifactsProvenance.json(archive("/workspace/source/My Image.tar", HEX)));
  }

  @Test
  void claimsNothingWithoutADigest() {
    assertEquals(
        "{\"inputs\":[],\"outputs\":[]}", ArtifactsProvenance.json(archive("/image.tar", null)));
  }

  private static ArchiveEvidence archive(String path, @Nullable String hex) {
    Digest digest = hex == null ? null : new Digest("sha256", hex);
    return new ArchiveEvidence(
        new ArchiveFile(
            path,
            null,
            ArchiveFile.Compression.NONE,
            1,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of()),
        new ArchivedImage(null, null, digest, null, null, List.of(), List.of(), null, null),
        new ArchiveChecks(Depth.STRUCTURE, 0, 0, null, null, List.of(), List.of()));
  }
}
