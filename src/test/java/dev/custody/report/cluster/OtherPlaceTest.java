package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether the dump shows that a task looked elsewhere than the task that recorded. */
class OtherPlaceTest {
  private static List<Finding> findings(Situation situation) throws IOException {
    return situation.read().findings().stream().map(ClusterFinding::finding).toList();
  }

  private static Finding only(Situation situation) throws IOException {
    List<Finding> findings = findings(situation);
    assertEquals(1, findings.size(), findings::toString);
    return findings.getFirst();
  }

  /** A run whose push found something else than the recorded image. */
  private static Situation buildAndPush(String buildClaim, String pushClaim) {
    return new Situation()
        .task("build", buildClaim, 0, 60)
        .task("push", pushClaim, 70, 100)
        .observed("build", 50, "")
        .observed("push", 90, "")
        .found("push", ObservedStep.Found.ANYTHING_ELSE);
  }

  private static Situation inDirectories(String build, String push) {
    return new Situation()
        .task("build", "c", 0, 60, "", build, "")
        .task("push", "c", 70, 100, "", push, "")
        .observed("build", 50, "");
  }

  /** Both pushes are known, and neither recorded the image: which of them is right is not known. */
  @Test
  void nothingIsSaidWhereThePodThatRecordedIsGone() throws IOException {
    Situation situation =
        new Situation()
            .gone("build", 0, 60, "data", "other")
            .task("push-a", "data", 70, 100)
            .task("push-b", "other", 110, 130)
            .observed("build", 50, "")
            .observed("push-a", 90, "")
            .observed("push-b", 120, "")
            .found("push-b", ObservedStep.Found.ANYTHING_ELSE);
    assertEquals(List.of(), findings(situation));
  }

  @Test
  void nothingIsSaidWhereNoRecordKnowsAnImage() throws IOException {
    assertEquals(List.of(), findings(buildAndPush("data", "other").baseline("")));
  }

  /** A scan that ran before the build is no baseline, though it is the first. */
  @Test
  void theBaselineIsNotTheFirstTask() throws IOException {
    Situation situation =
        new Situation()
            .task("scan", "other", 0, 10)
            .task("build", "data", 20, 60)
            .task("push", "data", 70, 100)
            .observed("scan", 5, "")
            .observed("build", 50, "")
            .observed("push", 90, "")
            .baseline("build")
            .found("scan", ObservedStep.Found.ANYTHING_ELSE)
            .found("push", ObservedStep.Found.ANYTHING_ELSE);
    ClusterFinding finding = situation.read().findings().getFirst();
    assertEquals(List.of("scan"), finding.tasks());
    assertEquals(1, situation.read().findings().size());
    assertEquals(
        List.of(
            "build: claim data, /image.tar on claim n/data",
            "scan: claim other, /image.tar on claim n/other"),
        finding.finding().evidence());
  }

  /** The image was copied to another claim, and found there: nothing is to be explained. */
  @Test
  void whoFoundTheRecordedImageNeedsNoCause() throws IOException {
    assertEquals(
        List.of(),
        findings(buildAndPush("data", "other").found("push", ObservedStep.Found.RECORDED_IMAGE)));
  }

  /** Two claims may be bound to volumes of one storage. */
  @Test
  void claimsAloneAreNoCertainty() throws IOException {
    assertEquals(Confidence.HIGH, only(buildAndPush("data", "other")).confidence());
    Finding known =
        only(buildAndPush("data", "other").bound("data", "nfs:/a").bound("other", "nfs:/b"));
    assertEquals(CauseId.DIFFERENT_VOLUME, known.cause());
    assertEquals(Confidence.CERTAIN, known.confidence());
  }

  @Test
  void twoClaimsOfOneDirectoryAreOnePlace() throws IOException {
    assertEquals(
        List.of(),
        findings(buildAndPush("data", "other").bound("data", "nfs:/a").bound("other", "nfs:/a")));
  }

  /** A volume of a node's own directory is another one on the next node. */
  @Test
  void oneClaimOnTwoNodesIsAnotherVolume() throws IOException {
    Situation situation =
        new Situation()
            .bound("c", "/srv/c")
            .task("build", "c", 0, 60)
            .onNode("node-b")
            .task("push", "c", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .found("push", ObservedStep.Found.ANYTHING_ELSE);
    Finding finding = only(situation);
    assertEquals(CauseId.DIFFERENT_VOLUME, finding.cause());
    assertEquals(
        List.of(
            "build: claim c, /srv/c/image.tar on node node-a",
            "push: claim c, /srv/c/image.tar on node node-b"),
        finding.evidence());
  }

  /** Tasks may mount one volume at two paths; each knows its own. */
  @Test
  void eachTaskHasItsOwnPathOfTheArchive() throws IOException {
    Situation situation = inDirectories("", ",\"subPath\":\"sub\"").archive("/w/sub/image.tar");
    situation.observed("push", 90, "").found("push", ObservedStep.Found.ANYTHING_ELSE);
    assertEquals(List.of(), findings(situation));
    assertEquals(CauseId.DIFFERENT_SUBPATH, only(situation.archive("/w/image.tar")).cause());
  }

  /** A compact record keeps no path, so the file may lie in any directory below the mount. */
  @Test
  void aBaselineWithoutAPathProvesOnlyDirectoriesApart() throws IOException {
    Situation below = inDirectories("", ",\"subPath\":\"sub\"").withoutPath();
    below.observed("push", 90, "").found("push", ObservedStep.Found.ANYTHING_ELSE);
    assertEquals(List.of(), findings(below));
    Situation apart =
        inDirectories(",\"subPath\":\"build\"", ",\"subPath\":\"push\"").withoutPath();
    apart.observed("push", 90, "").found("push", ObservedStep.Found.ANYTHING_ELSE);
    assertEquals(CauseId.DIFFERENT_SUBPATH, only(apart).cause());
  }

  /** What records alone make of another place must not stand beside it. */
  @Test
  void otherReadingsOfTheRecordsAreSuperseded() throws IOException {
    ClusterFinding finding = buildAndPush("data", "other").read().findings().getFirst();
    for (CauseId excluded :
        List.of(CauseId.REMOVED, CauseId.REPLACED, CauseId.OTHER_RUN, CauseId.DIFFERENT_SUBPATH)) {
      assertEquals(true, finding.supersedes().contains(excluded), excluded::id);
    }
    assertEquals(false, finding.supersedes().contains(CauseId.TRUNCATED));
  }
}
