package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How little of an index that wants many large manifests read is read. */
class LargeIndexTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private final Layouts layouts = new Layouts();
  private final Map<String, String> links = new LinkedHashMap<>();
  private long read;

  @Test
  void aManifestIsReadOnceHoweverOftenAnIndexNamesIt() throws IOException {
    String manifest = largeManifest();
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(Layouts.platform(manifest, "a" + i));
    }
    ArchiveEvidence evidence = inspect(entries);
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(10_000, Objects.requireNonNull(evidence.image().instances()).size());
    assertTrue(read < 16 * MIB, read + " bytes");
  }

  /** Links give one file any number of names; it is then read under each. */
  @Test
  void noMoreThan64MebibytesOfManifestsAreRead() throws IOException {
    String manifest = largeManifest();
    Digest target = digest(manifest);
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Digest name = Layouts.sha256(Layouts.bytes("link " + i));
      links.put(Blob.nameOf(name), target.hex());
      entries.add(Layouts.platform(manifest.replace(target.toString(), name.toString()), "a" + i));
    }
    ArchiveEvidence evidence = inspect(entries);
    assertTrue(read < 150L * MIB, read + " bytes");
    assertTrue(
        evidence.checks().notes().toString().contains("beyond the first 64 MiB of manifests"),
        evidence.checks().notes()::toString);
  }

  private static Digest digest(String descriptor) {
    int at = descriptor.indexOf("sha256:");
    return Digest.parse(descriptor.substring(at, at + 71));
  }

  /** Of 3.9 MB. */
  private String largeManifest() {
    byte[] small = layouts.file(Blob.nameOf(digest(layouts.image("amd64"))));
    String text = new String(small, StandardCharsets.UTF_8);
    String annotation = ",\"annotations\":{\"a\":\"" + "x".repeat(3_900_000) + "\"}}";
    return layouts.descriptor(
        MediaType.OCI_MANIFEST, Layouts.bytes(text.substring(0, text.length() - 1) + annotation));
  }

  private ArchiveEvidence inspect(List<String> entries) throws IOException {
    String index = "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
    layouts.entry(layouts.descriptor(MediaType.OCI_INDEX, Layouts.bytes(index)), "v1").index();
    Path path = directory.resolve("image.tar");
    try (OutputStream out = Files.newOutputStream(path);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : layouts.files.entrySet()) {
        Layouts.put(tar, new TarArchiveEntry(file.getKey(), true), file.getValue());
      }
      for (Map.Entry<String, String> link : links.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK);
        entry.setLinkName(link.getValue());
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    List<FakeBytes> opened = new ArrayList<>();
    ArchiveEvidence evidence =
        ImageArchive.inspect(
            path, InspectionRequest.of(Depth.STRUCTURE), FakeBytes.counting(opened));
    read = opened.stream().mapToLong(bytes -> bytes.read).sum();
    return evidence;
  }
}
