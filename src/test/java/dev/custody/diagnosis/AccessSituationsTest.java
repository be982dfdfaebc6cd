package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.IdRange;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The causes of access that neither a capture nor one machine can show (another node, another pod's
 * record, a driver that ignores fsGroup), each named first and alone in its confidence.
 */
class AccessSituationsTest {
  private static final Long G = 1000970000L;
  private static final Instant EARLIER = Instant.parse("2026-11-23T09:00:00Z");

  private static AccessSituation denied() {
    return new AccessSituation().denied("EACCES");
  }

  private record Situation(AccessSituation observed, List<AccessSituation> recorded) {}

  private static final Map<String, Situation> SITUATIONS =
      new TreeMap<>(
          Map.ofEntries(
              alone("MODE_DENIES", denied().file(0600, 0, 0)),
              alone(
                  "FSGROUP_NOT_ON_VOLUME",
                  denied()
                      .process(1000970000, 0L, G)
                      .mount("nfs4", "0:60", "/", "rw", "vers=4.2", "sec=sys")
                      .volume(0755, 5000)
                      .file(0640, 5000, 5000)),
              alone(
                  "SUBPATH_OWNERSHIP",
                  new AccessSituation()
                      .absent("EACCES")
                      .mount("ext4", "7:14", "/models/run-1", "rw")
                      .volume(0700, 0)
                      .process(1000970000, G)),
              with(
                  "USERNS_WRITER",
                  denied().file(0600, 201000, 201000),
                  new AccessSituation().at(EARLIER).uidMap(new IdRange(0, 200000, 65536))),
              with(
                  "DIFFERENT_VOLUME",
                  new AccessSituation().absent("ENOENT").mount("ext4", "7:20", "/", "rw"),
                  new AccessSituation().at(EARLIER)),
              with(
                  "DIFFERENT_SUBPATH",
                  new AccessSituation().absent("ENOENT").mount("ext4", "7:14", "/run-2", "rw"),
                  new AccessSituation().at(EARLIER).mount("ext4", "7:14", "/run-1", "rw")),
              with(
                  "NOT_YET_VISIBLE",
                  new AccessSituation().absent("ENOENT").mount("nfs4", "0:60", "/", "rw"),
                  new AccessSituation().at(EARLIER).mount("nfs4", "0:60", "/", "rw")),
              with(
                  "REMOVED",
                  new AccessSituation()
                      .absent("ENOENT")
                      .directoryChanged(Instant.parse("2026-11-23T09:30:00Z")),
                  new AccessSituation().at(EARLIER)),
              alone("LSM_OR_SECCOMP_OTHER", denied().label("cri-containerd.apparmor.d (enforce)")),
              alone("UNEXPLAINED_DENIAL", denied()),
              alone(
                  "NFS_SERVER_DENIES",
                  denied()
                      .mount("nfs4", "0:60", "/", "rw", "vers=4.2", "sec=sys")
                      .process(1000970000, groups(20))
                      .file(0640, 0, 19))));

  private static Long[] groups(int count) {
    return LongStream.range(0, count).boxed().toArray(Long[]::new);
  }

  private static Map.Entry<String, Situation> alone(String cause, AccessSituation observed) {
    return Map.entry(cause, new Situation(observed, List.of()));
  }

  private static Map.Entry<String, Situation> with(
      String cause, AccessSituation observed, AccessSituation recorded) {
    return Map.entry(cause, new Situation(observed, List.of(recorded)));
  }

  /** Each situation's record with its findings, by cause. */
  static Map<String, ExecutionRecord> diagnosed() {
    Map<String, ExecutionRecord> diagnosed = new TreeMap<>();
    SITUATIONS.forEach((cause, situation) -> {
      ExecutionRecord observed = situation.observed.record();
      Diagnosis.Result result =
          Diagnosis.of(
              new Case(
                  observed,
                  situation.recorded.stream().map(AccessSituation::record).toList(),
                  List.of()));
      diagnosed.put(cause, observed.diagnosed(result.findings(), result.notDone()));
    });
    return diagnosed;
  }

  @TestFactory
  List<DynamicTest> namesTheCauseAloneInItsConfidence() {
    return SITUATIONS.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())))
        .toList();
  }

  private static void check(String cause, Situation situation) {
    List<Finding> causes = causes(situation);
    assertFalse(causes.isEmpty(), cause);
    assertEquals(cause, causes.getFirst().cause(), causes.toString());
    assertEquals(
        1,
        causes.stream().filter(f -> f.confidence() == causes.getFirst().confidence()).count(),
        causes.toString());
    Finding finding = causes.getFirst();
    assertFalse(finding.evidence().isEmpty(), cause);
    assertFalse(finding.remedy().isBlank(), cause);
    assertFalse(finding.confirm().isBlank(), cause);
  }

  @Test
  void anotherIdentityIsNamedBesideTheDenialItExplains() {
    List<Finding> scc =
        causes(
            new Situation(
                denied().file(0600, 4242, 0).scc("restricted-v2"),
                List.of(new AccessSituation().at(EARLIER).process(4242, 0L))));
    assertEquals("MODE_DENIES", scc.getFirst().cause());
    assertTrue(scc.stream().anyMatch(f -> f.cause().equals("SCC_DIFFERS")), scc.toString());

    List<Finding> user =
        causes(
            new Situation(
                denied().file(0600, 4242, 0),
                List.of(new AccessSituation().at(EARLIER).process(4242, 0L))));
    assertTrue(user.stream().anyMatch(f -> f.cause().equals("IMAGE_USER_DIFFERS")));

    List<Finding> groups =
        causes(
            new Situation(
                denied().file(0640, 0, 4711),
                List.of(new AccessSituation().at(EARLIER).process(1000970000, 0L, 4711L))));
    assertTrue(groups.stream().anyMatch(f -> f.cause().equals("GROUPS_FROM_IMAGE")));
  }

  @Test
  void namesNothingWhereTheFileWasRead() {
    for (AccessSituation healthy :
        List.of(
            new AccessSituation(),
            new AccessSituation().process(0, 0L).file(0644, 4242, 0),
            new AccessSituation().mount("nfs4", "0:60", "/", "rw", "sec=sys"),
            new AccessSituation().scc("restricted-v2").process(65532, 0L))) {
      Situation situation =
          new Situation(healthy, List.of(new AccessSituation().at(EARLIER).process(4242, 0L)));
      assertEquals(List.of(), causes(situation));
    }
  }

  private static List<Finding> causes(Situation situation) {
    List<ExecutionRecord> recorded =
        situation.recorded.stream().map(AccessSituation::record).toList();
    return Diagnosis.of(new Case(situation.observed.record(), recorded, List.of()))
        .findings()
        .stream()
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .toList();
  }
}
