package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The findings that a dump and the records of a run show together. */
class ClusterFindingsTest {
  private static final String LABEL = "system_u:system_r:container_t:s0:c%d,c%d";

  private static Suspect.Standing standing(ClusterSection section, Suspect.Question question) {
    return section.suspects().stream()
        .filter(s -> s.question() == question)
        .map(Suspect::standing)
        .findFirst()
        .orElseThrow(() -> new AssertionError(section.suspects().toString()));
  }

  private static ClusterFinding only(ClusterReading reading) {
    assertEquals(1, reading.findings().size(), reading.findings()::toString);
    return reading.findings().getFirst();
  }

  /** FSGROUP_NOT_APPLIED explains a denial, and only warns where nothing was denied. */
  @Test
  void aGroupThatDidNotArriveIsFound() throws IOException {
    String pod = "\"securityContext\":{\"fsGroup\":5000},";
    Situation situation =
        new Situation()
            .task("build", "c", 0, 60, pod, "", "")
            .task("push", "c", 70, 100, pod, "", "")
            .observed("build", 50, "", 5000L)
            .observed("push", 90, "", 100L);
    Finding warning = only(situation.read()).finding();
    assertEquals(CauseId.FSGROUP_NOT_APPLIED, warning.cause());
    assertEquals(Finding.Kind.WARNING, warning.kind());
    assertEquals(
        List.of("push: its pod asks for fsGroup 5000, its process has groups 100"),
        warning.evidence());
    ClusterFinding cause = only(situation.denied("push").read());
    assertEquals(Finding.Kind.CAUSE, cause.finding().kind());
    assertEquals(List.of("push"), cause.tasks());
  }

  @Test
  void aGroupThatArrivedIsNoFinding() throws IOException {
    String pod = "\"securityContext\":{\"fsGroup\":5000},";
    assertEquals(
        List.of(),
        new Situation()
            .task("push", "c", 70, 100, pod, "", "")
            .observed("push", 90, "", 7L, 5000L)
            .denied("push")
            .read()
            .findings());
  }

  /** LABEL_NOT_FIXED: no pod asks for a level, and each process has another one. */
  @Test
  void levelsThatNobodyFixedAreFound() throws IOException {
    ClusterFinding finding =
        only(
            new Situation()
                .task("build", "c", 0, 60)
                .task("push", "c", 70, 100)
                .observed("build", 50, LABEL.formatted(12, 30))
                .observed("push", 90, LABEL.formatted(7, 8))
                .read());
    assertEquals(CauseId.LABEL_NOT_FIXED, finding.finding().cause());
    assertEquals(List.of("build", "push"), finding.tasks());
    assertTrue(finding.finding().evidence().toString().contains("s0:c7,c8"), finding::toString);
  }

  @Test
  void aFixedLevelAndACommonOneAreNoFinding() throws IOException {
    String fixed = "\"securityContext\":{\"seLinuxOptions\":{\"level\":\"s0:c7,c8\"}},";
    assertEquals(
        List.of(),
        new Situation()
            .task("build", "c", 0, 60, fixed, "", "")
            .task("push", "c", 70, 100, fixed, "", "")
            .observed("build", 50, LABEL.formatted(12, 30))
            .observed("push", 90, LABEL.formatted(7, 8))
            .read()
            .findings());
    assertEquals(
        List.of(),
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "c", 70, 100)
            .observed("build", 50, LABEL.formatted(7, 8))
            .observed("push", 90, LABEL.formatted(7, 8))
            .read()
            .findings());
  }

  @Test
  void anotherClaimIsAnotherVolume() throws IOException {
    Situation situation =
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "empty", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .found("push", ObservedStep.Found.ANYTHING_ELSE);
    ClusterFinding finding = only(situation.read());
    assertEquals(CauseId.DIFFERENT_VOLUME, finding.finding().cause());
    assertEquals(List.of("push"), finding.tasks());
    assertTrue(finding.supersedes().containsAll(Set.of(CauseId.REMOVED, CauseId.REPLACED)));
    assertEquals(Suspect.Standing.FOUND, standing(situation.section(), Suspect.Question.VOLUME));
  }

  @Test
  void anotherSubPathIsFoundAndNoRemovalIsAskedFor() throws IOException {
    Situation situation =
        new Situation()
            .task("build", "c", 0, 60, "", ",\"subPath\":\"build\"", "")
            .task("push", "c", 70, 100, "", ",\"subPath\":\"push\"", "")
            .observed("build", 50, "")
            .observed("push", 90, "")
            .found("push", ObservedStep.Found.ANYTHING_ELSE)
            .done(WriteMoment.Kind.REMOVED, 80, "push");
    ClusterFinding finding = only(situation.read());
    assertEquals(CauseId.DIFFERENT_SUBPATH, finding.finding().cause());
    assertEquals(List.of(), situation.section().writers(), "nobody removed what lies elsewhere");
  }

  /**
   * The kernel sorts categories and writes runs of them as a range; a pod may spell them anyhow.
   */
  @Test
  void aLevelThatIsSpelledInAnotherWayArrived() throws IOException {
    String asked = "\"securityContext\":{\"seLinuxOptions\":{\"level\":\"s0:c8,c7\"}},";
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 60, asked, "", "")
            .task("push", "c", 70, 100, asked, "", "")
            .observed("build", 50, LABEL.formatted(7, 8))
            .observed("push", 90, LABEL.formatted(7, 9))
            .section();
    List<Setting.Arrival> arrivals =
        section.settings().stream()
            .filter(s -> s.name() == Setting.Name.SELINUX_LEVEL)
            .flatMap(s -> s.cells().stream().map(Setting.Cell::arrival))
            .toList();
    assertEquals(List.of(Setting.Arrival.ARRIVED, Setting.Arrival.NOT_ARRIVED), arrivals);
  }
}
