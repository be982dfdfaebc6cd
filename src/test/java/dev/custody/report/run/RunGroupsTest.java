package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records belong together, which run an image comes from, which runs share a volume. */
class RunGroupsTest {
  private static List<String> names(Records records) {
    return records.groups().stream().map(RunGroups.Group::name).toList();
  }

  @Test
  void recordsOfOneRunAreOneGroupByTime() {
    Records records = new Records().add("r1", "push", 9).add("r1", "build", 1);
    assertEquals(List.of("run r1"), names(records));
    assertEquals(
        List.of("r1/build.json", "r1/push.json"),
        records.groups().getFirst().records().stream().map(FoundRecord::source).toList());
  }

  @Test
  void eachRunIsAGroup() {
    assertEquals(
        List.of("run r1", "run r2"),
        names(new Records().add("r1", "build", 1).add("r2", "build", 2).add("r1", "push", 3)));
  }

  @Test
  void eachArchiveOfARunIsAGroup() {
    assertEquals(
        List.of("run r1, a.tar", "run r1, b.tar"),
        names(new Records().add("r1", "build", 1, "a.tar").add("r1", "build-b", 2, "b.tar")));
  }

  @Test
  void aRecordFoundTwiceCountsOnce() {
    Records records = new Records().add("r1", "build", 1).add("r1", "build", 1);
    RunGroups.Group group = records.groups().getFirst();
    assertEquals(1, group.records().size());
    assertEquals(2, group.sources().get(group.records().getFirst()).size());
  }

  @Test
  void anImageComesFromTheOtherRunThatLookedAtItFirst() {
    Records records =
        new Records().add("r1", "build", 1).add("r2", "build", 2).add("r3", "push", 3);
    List<RunGroups.Group> groups = records.groups();
    ImageOrigins origins = ImageOrigins.of(groups, records.collection().cluster());
    Digest image = RecordFacts.manifest(groups.getFirst().records().getFirst().evidence());
    assertNotNull(image);
    assertEquals(
        "build in run r1 at 2026-11-23T19:30:01Z", origins.elsewhere(image, groups.get(2)));
    assertEquals(
        "build in run r2 at 2026-11-23T19:30:02Z", origins.elsewhere(image, groups.get(0)));
  }

  @Test
  void anImageOfOneRunOnlyComesFromNowhereElse() {
    Records records = new Records().add("r1", "build", 1).add("r1", "push", 2);
    List<RunGroups.Group> groups = records.groups();
    Digest image = RecordFacts.manifest(groups.getFirst().records().getFirst().evidence());
    assertNotNull(image);
    assertNull(
        ImageOrigins.of(groups, records.collection().cluster())
            .elsewhere(image, groups.getFirst()));
  }

  @Test
  void runsOnOneVolumeAreNoticed() {
    SharedVolumes shared =
        SharedVolumes.of(new Records().add("r1", "build", 1).add("r2", "build", 2).groups());
    assertEquals(1, shared.shared().size());
    assertTrue(
        shared.shared().getFirst().startsWith("records of run r1 and run r2 are on one volume"),
        shared.shared()::toString);
  }

  @Test
  void oneExportIsOneVolumeWhateverItsVersionOfNfs() {
    Records records =
        new Records()
            .mountedAs("nfs4")
            .add("r1", "build", 1)
            .mountedAs("nfs")
            .add("r2", "build", 2);
    assertEquals(1, SharedVolumes.of(records.groups()).shared().size());
  }

  @Test
  void anotherTypeOfFileSystemIsAnotherVolume() {
    Records records =
        new Records()
            .mountedAs("nfs4")
            .add("r1", "build", 1)
            .mountedAs("ceph")
            .add("r2", "build", 2);
    assertEquals(List.of(), SharedVolumes.of(records.groups()).shared());
  }

  @Test
  void oneRunOnItsVolumeIsNothingToSay() {
    SharedVolumes own =
        SharedVolumes.of(new Records().add("r1", "build", 1).add("r1", "push", 2).groups());
    assertEquals(List.of(), own.shared());
  }

  @Test
  void theLastRecordBeforeIsThatOfTheOtherRun() {
    List<RunGroups.Group> groups =
        new Records().add("r1", "build", 1).add("r1", "push", 2).add("r2", "build", 3).groups();
    SharedVolumes volumes = SharedVolumes.of(groups);
    assertEquals(
        List.of("r1/push.json"),
        before(volumes, groups.get(1)).stream().map(FoundRecord::source).toList());
    assertEquals(List.of(), before(volumes, groups.get(0)));
  }

  private static List<FoundRecord> before(SharedVolumes volumes, RunGroups.Group group) {
    return volumes.before(group, RunReport.recorded(group.records()));
  }

  /** A task that looked at another volume before the build says nothing of the archive's. */
  @Test
  void theVolumeIsThatOfTheRecordedArchive() {
    List<RunGroups.Group> groups =
        new Records()
            .mountedAs("nfs4")
            .add("r1", "build", 1)
            .mountedAs("ceph")
            .add("r1", "push", 2)
            .mountedAs("nfs4")
            .withoutImage()
            .add("r2", "scan", 3)
            .mountedAs("ceph")
            .withImage()
            .add("r2", "build", 4)
            .groups();
    assertEquals(
        List.of("r1/push.json"),
        before(SharedVolumes.of(groups), groups.get(1)).stream().map(FoundRecord::source).toList());
  }
}
