package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.record.RecordJson;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A manifest named by an algorithm that nobody knows stands in the way of no other. */
class UnknownAlgorithmTest {
  private static final String UNKNOWN =
      "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"blake3:"
          + "0a".repeat(32)
          + "\",\"size\":5}";

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path archive = memory.getPath("/work/image.tar");
  private final Layouts layouts = new Layouts();

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private ArchiveEvidence inspect(@Nullable String ref) {
    ArchiveReference reference =
        ArchiveReference.parse("oci-archive:/work/image.tar" + (ref == null ? "" : ":" + ref));
    return ImageArchive.inspect(
        layouts.index().store(archive), InspectionRequest.of(reference, Depth.STRUCTURE));
  }

  @Test
  void theOtherEntriesOfTheIndexAreRead() {
    layouts.entry(UNKNOWN, "odd").entry(layouts.image("amd64"), "v1");
    ArchiveEvidence evidence = inspect("v1");
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(layouts.digest(1), evidence.image().digest());
    assertTrue(
        evidence.checks().notes().toString().contains("neither skopeo nor custody knows"),
        evidence.checks().notes()::toString);
  }

  @Test
  void itCannotBeChosenItself() {
    layouts.entry(UNKNOWN, "odd").entry(layouts.image("amd64"), "v1");
    Problem problem = inspect("odd").checks().problems().getFirst();
    assertEquals(Kind.UNSUPPORTED, problem.kind());
    assertTrue(problem.message().contains("blake3:0a0a"), problem.message());
  }

  /** A record of such an archive is read again by the gate. */
  @Test
  void evidenceOfItIsReadBack() {
    layouts.entry(UNKNOWN, "odd").entry(layouts.image("amd64"), "v1");
    ArchiveEvidence evidence = inspect("v1");
    String json = RecordJson.mapper().writeValueAsString(evidence);
    assertEquals(evidence, RecordJson.mapper().readValue(json, ArchiveEvidence.class));
  }

  @Test
  void theOtherPlatformsOfAnIndexAreRead() {
    String amd = Layouts.platform(layouts.image("amd64"), "amd64");
    layouts.entry(layouts.nested(amd + "," + Layouts.platform(UNKNOWN, "arm64")), "v1");
    ArchiveEvidence evidence = inspect("v1");
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(1, Objects.requireNonNull(evidence.image().instances()).get(1).missing());
  }
}
