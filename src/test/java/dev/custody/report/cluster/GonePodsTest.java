package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps whose pod was deleted before the dump are candidates by their TaskRun. */
class GonePodsTest {
  /** A run whose push found the archive rewritten at second 65. */
  private static Situation rewritten() {
    return new Situation()
        .task("build", "c", 0, 60)
        .task("push", "c", 100, 130)
        .observed("build", 50, "")
        .observed("push", 110, "")
        .done(WriteMoment.Kind.REWRITTEN, 65, "push");
  }

  private static Writer writer(Situation situation) throws IOException {
    return situation.section().writers().getFirst();
  }

  private static List<String> tasks(Situation situation) throws IOException {
    return writer(situation).candidates().stream().map(Writer.Candidate::task).toList();
  }

  @Test
  void aStepOfAPodThatIsGoneIsNamedWithLessConfidence() throws IOException {
    Writer writer = writer(rewritten().gone("tamper", 62, 70, "c"));
    assertEquals(List.of("tamper"), tasks(rewritten().gone("tamper", 62, 70, "c")));
    assertEquals(dev.custody.record.Finding.Confidence.MEDIUM, writer.confidence());
    assertEquals("tamper-pod", writer.candidates().getFirst().pod());
  }

  @Test
  void anotherClaimOrAnotherTimeMakesNoCandidate() throws IOException {
    assertEquals(List.of(), tasks(rewritten().gone("tamper", 62, 70, "other")));
    assertEquals(List.of(), tasks(rewritten().gone("tamper", 70, 80, "c")));
  }

  /** The pod is in the dump, so its own mounts tell, and it mounts another claim. */
  @Test
  void aPodThatIsThereIsNoneOfThem() throws IOException {
    assertEquals(
        List.of(), tasks(rewritten().gone("tamper", 62, 70, "c").task("tamper", "other", 62, 70)));
  }

  /** A claim of a node's own disk is the archive's on the archive's node only, which counts. */
  @Test
  void aClaimOfANodesDiskCounts() throws IOException {
    assertEquals(
        List.of("tamper"), tasks(rewritten().bound("c", "/srv/c").gone("tamper", 62, 70, "c")));
  }
}
