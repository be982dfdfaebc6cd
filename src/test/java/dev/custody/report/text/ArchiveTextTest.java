package dev.custody.report.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArchiveTextTest {
  @Test
  void saysHowManyLayersWereCompared() {
    assertChecked("; 2 of 3 layers decompressed and compared with the config's diffIDs", 2L);
    assertChecked("; layers decompressed and compared with the config's diffIDs", 3L);
    assertChecked("; layers decompressed and compared with the config's diffIDs", null);
  }

  private static void assertChecked(String words, @Nullable Long compared) {
    String text = ArchiveText.describe(archive(compared)).replaceAll("\\s+", " ");
    assertTrue(text.contains("4 blobs hashed, 5 B" + words), text);
  }

  private static ArchiveEvidence archive(@Nullable Long compared) {
    Descriptor blob = new Descriptor("x", new Digest("sha256", "0".repeat(64)), 1, null, Map.of());
    return new ArchiveEvidence(
        new ArchiveFile(
            "/image.tar",
            null,
            ArchiveFile.Compression.NONE,
            1,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of()),
        new ArchivedImage(
            null, null, null, null, blob, List.of(blob, blob, blob), List.of(), null, null),
        new ArchiveChecks(Depth.LAYERS, 4, 5, compared, null, List.of(), List.of()));
  }
}
