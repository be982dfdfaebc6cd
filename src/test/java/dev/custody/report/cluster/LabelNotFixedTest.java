package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that leave their SELinux level open, and processes that got one each. */
class LabelNotFixedTest {
  private static final String LABEL = "system_u:system_r:container_t:s0:c%d,c%d";
  private static final String FIXED =
      "\"securityContext\":{\"seLinuxOptions\":{\"level\":\"s0:c1,c2\"}},";

  private static List<ClusterFinding> found(Situation situation) throws IOException {
    return situation.read().findings().stream()
        .filter(f -> f.finding().cause() == CauseId.LABEL_NOT_FIXED)
        .toList();
  }

  private static Situation run(String build, String push) {
    return new Situation()
        .task("build", "c", 0, 60, build, "", "")
        .task("push", "c", 70, 100, push, "", "");
  }

  /** A pod that fixes its level is not among those that left it open. */
  @Test
  void onlyPodsThatLeaveItOpenAreNamed() throws IOException {
    Situation situation =
        run("", FIXED)
            .task("report", "c", 110, 120)
            .observed("build", 50, LABEL.formatted(3, 4))
            .observed("push", 90, LABEL.formatted(1, 2))
            .observed("report", 115, LABEL.formatted(5, 6));
    List<ClusterFinding> findings = found(situation);
    assertEquals(1, findings.size());
    assertEquals(List.of("build", "report"), findings.getFirst().tasks());
    assertTrue(
        findings.getFirst().finding().evidence().stream().noneMatch(e -> e.contains("c1,c2")));
  }

  @Test
  void oneOpenLevelBesideAFixedOneIsNoFinding() throws IOException {
    assertEquals(
        List.of(),
        found(
            run("", FIXED)
                .observed("build", 50, LABEL.formatted(3, 4))
                .observed("push", 90, LABEL.formatted(1, 2))));
  }

  /** Of a pod that is gone nobody knows whether it fixed its level. */
  @Test
  void aPodThatIsGoneProvesNothing() throws IOException {
    assertEquals(
        List.of(),
        found(
            new Situation()
                .gone("build", 0, 60, "c")
                .task("push", "c", 70, 100)
                .observed("build", 50, LABEL.formatted(3, 4))
                .observed("push", 90, LABEL.formatted(5, 6))));
  }

  @Test
  void withoutLabelsThereIsNothingToFix() throws IOException {
    assertEquals(List.of(), found(run("", "").observed("build", 50, "").observed("push", 90, "")));
  }
}
