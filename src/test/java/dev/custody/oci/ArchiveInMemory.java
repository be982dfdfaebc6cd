package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** An archive in memory, and assertions on what is wrong with it. */
abstract class ArchiveInMemory {
  static final String AGAIN = "Wait until its writer has finished, or export the image again.";

  final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  final Path archive = memory.getPath("/work/image.tar");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  ArchiveEvidence inspect(byte[] content) {
    return inspect(content, Depth.STRUCTURE);
  }

  ArchiveEvidence inspect(byte[] content, Depth depth) {
    return ImageArchive.inspect(Layouts.write(archive, content), InspectionRequest.of(depth));
  }

  ArchiveEvidence inspect(Layouts layouts) {
    return inspect(layouts.tar());
  }

  /** The only problem. */
  static Problem only(ArchiveEvidence evidence) {
    assertFalse(evidence.sound());
    assertEquals(1, evidence.checks().problems().size(), evidence.checks().problems()::toString);
    return evidence.checks().problems().getFirst();
  }

  static void only(Kind kind, String message, ArchiveEvidence evidence) {
    Problem problem = only(evidence);
    assertEquals(message, problem.message());
    assertEquals(kind, problem.kind());
  }

  /**
   * Asserts what a problem is, without the sentence around it.
   *
   * @param place or its start
   * @param words the names and numbers that another finding would not have
   */
  static void assertProblem(Kind kind, String place, Problem problem, String... words) {
    assertEquals(kind, problem.kind(), problem::message);
    assertTrue(problem.place().startsWith(place), problem::place);
    for (String word : words) {
      assertTrue(problem.message().contains(word), problem::message);
    }
  }
}
