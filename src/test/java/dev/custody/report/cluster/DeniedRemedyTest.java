package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A remedy that names two tasks is given only where one of them is known to have written. */
class DeniedRemedyTest {
  private static final String FAILED = ",\"exitCode\":3,\"reason\":\"Error\"";

  private static String fsGroup(int group) {
    return "\"securityContext\":{\"fsGroup\":" + group + "},";
  }

  private static @Nullable String remedy(Situation situation, String task) throws IOException {
    return situation.section().unrecorded().stream()
        .filter(u -> u.task().equals(task))
        .findFirst()
        .orElseThrow()
        .remedy();
  }

  private static Situation refused(String claim) {
    return new Situation()
        .task("build", "data", 0, 60, fsGroup(2000), "", "")
        .task("push", claim, 70, 100, fsGroup(3000), "", FAILED)
        .observed("build", 50, "");
  }

  @Test
  void theWriterAndTheRefusedTaskAreNamed() throws IOException {
    String remedy = String.valueOf(remedy(refused("data"), "push"));
    assertTrue(remedy.contains("build and push"), remedy);
    assertTrue(remedy.contains("build has 2000, push has 3000"), remedy);
  }

  /** A task that only verified has not written the file, whatever its fsGroup. */
  @Test
  void whoOnlyVerifiedIsNotTakenForTheWriter() throws IOException {
    Situation situation =
        new Situation()
            .gone("build", 0, 60, "data")
            .task("push-a", "data", 70, 100, fsGroup(3000), "", "")
            .task("push-b", "data", 110, 130, fsGroup(4000), "", FAILED)
            .observed("build", 50, "")
            .observed("push-a", 90, "");
    assertNull(remedy(situation, "push-b"));
  }

  /** The first record of a run may be of a task that found the file as another had left it. */
  @Test
  void aBaselineThatDidNotWriteIsNotTakenForTheWriter() throws IOException {
    assertNull(remedy(refused("data").written(-300), "push"));
  }

  @Test
  void anotherClaimHasAnotherFile() throws IOException {
    assertNull(remedy(refused("other"), "push"));
  }

  @Test
  void withoutABaselineNobodyIsNamed() throws IOException {
    assertNull(remedy(refused("data").baseline(""), "push"));
  }
}
