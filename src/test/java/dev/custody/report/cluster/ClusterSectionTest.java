package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.report.cluster.Suspect.Standing;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dump and the records of a run say together: suspects, findings, killed steps, events. */
class ClusterSectionTest {
  private static final String LABEL = "system_u:system_r:container_t:s0:c%d,c%d";

  private static String answer(ClusterSection section, String question) {
    return section.suspects().stream()
        .filter(s -> s.question().equals(question))
        .map(s -> s.standing() + ": " + s.answer())
        .findFirst()
        .orElseThrow(() -> new AssertionError(section.suspects().toString()));
  }

  private static ClusterFinding only(ClusterReading reading) {
    assertEquals(1, reading.findings().size(), reading.findings()::toString);
    return reading.findings().getFirst();
  }

  @Test
  void oneClaimIsSaidToRuleOutAnotherVolume() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "c", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .section();
    assertEquals(
        "RULED_OUT: same claim c in both tasks: another volume is ruled out",
        answer(section, "another volume"));
    assertEquals("RULED_OUT: same node node-a", answer(section, "another node"));
    assertEquals(
        "RULED_OUT: same service account pipeline", answer(section, "another service account"));
    assertEquals(
        "RULED_OUT: the tasks of this run ran one after the other",
        answer(section, "tasks at the same time"));
  }

  @Test
  void overlapsAreSaidInSeconds() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 20)
            .task("push-dr", "c", 30, 90)
            .task("push-prod", "c", 49, 120)
            .observed("build", 10, "")
            .section();
    assertEquals(
        "FOUND: push-dr and push-prod overlapped by 41 s",
        answer(section, "tasks at the same time"));
  }

  /** The end of a step is known to the second only. */
  @Test
  void lessThanASecondIsNoOverlap() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 20)
            .task("push", "c", 30, 90)
            .with(
                """
                {"kind":"Pod","metadata":{"name":"late","namespace":"n","labels":{
                  "tekton.dev/pipelineRunUID":"u","tekton.dev/pipelineTask":"late"}},
                 "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
                  "containers":[{"name":"step-s","volumeMounts":[{"name":"w","mountPath":"/w"}]}]},
                 "status":{"containerStatuses":[{"name":"step-s","state":{"terminated":{
                  "startedAt":"2026-11-25T10:01:29.500Z","finishedAt":"2026-11-25T10:02:00Z"}}}]}}
                """)
            .observed("build", 10, "")
            .section();
    assertEquals(
        "RULED_OUT: the tasks of this run ran one after the other",
        answer(section, "tasks at the same time"));
  }

  @Test
  void otherContextsAreFoundAndTheSameRuledOut() throws IOException {
    String one = "\"securityContext\":{\"runAsUser\":1,\"fsGroup\":5000},";
    String other = "\"securityContext\":{\"runAsUser\":2,\"fsGroup\":5000},";
    assertEquals(
        "RULED_OUT: security contexts identical: runAsUser 1, fsGroup 5000",
        answer(
            new Situation()
                .task("build", "c", 0, 60, one, "", "")
                .task("push", "c", 70, 100, one, "", "")
                .section(),
            "another security context"));
    assertEquals(
        "FOUND: security contexts differ: build: runAsUser 1; push: runAsUser 2",
        answer(
            new Situation()
                .task("build", "c", 0, 60, one, "", "")
                .task("push", "c", 70, 100, other, "", "")
                .section(),
            "another security context"));
  }

  /** Every field counts, of the pod and of each step; what states its default is not set. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"capabilities\":{\"drop\":[\"ALL\"]}' | build: none of these; push: capabilities.drop"
            + " ALL",
        "'\"seccompProfile\":{\"type\":\"RuntimeDefault\"}'"
            + " | build: none of these; push: seccompProfile.type RuntimeDefault",
        "'\"appArmorProfile\":{\"type\":\"Unconfined\"}'"
            + " | build: none of these; push: appArmorProfile.type Unconfined",
        "'\"runAsNonRoot\":true' | build: none of these; push: runAsNonRoot true",
        "'\"readOnlyRootFilesystem\":true'"
            + " | build: none of these; push: readOnlyRootFilesystem true",
        "'\"allowPrivilegeEscalation\":false'"
            + " | build: none of these; push: allowPrivilegeEscalation false",
        "'\"procMount\":\"Unmasked\"' | build: none of these; push: procMount Unmasked",
        "'\"newInTheNextRelease\":7' | build: none of these; push: newInTheNextRelease 7",
        "'\"privileged\":false,\"windowsOptions\":{\"hostProcess\":true}' | ''",
      })
  void everyFieldOfAContextIsCompared(String field, String difference) throws IOException {
    String pod = "\"securityContext\":{\"runAsUser\":1},";
    List<Suspect> suspects =
        new Situation()
            .task("build", "c", 0, 60, pod, "", "")
            .task("push", "c", 70, 100, pod, "}],\"securityContext\":{" + field + "},\"x\":[{", "")
            .section()
            .suspects();
    List<String> answers =
        suspects.stream()
            .filter(s -> s.question().startsWith("another security context"))
            .map(Suspect::answer)
            .toList();
    assertEquals(
        List.of(
            difference.isEmpty()
                ? "security contexts identical: runAsUser 1"
                : "security contexts differ: " + difference),
        answers);
    assertEquals(
        difference.isEmpty() ? 0 : 1,
        suspects.stream().filter(s -> s.question().equals("another user or group")).count());
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
            .observed("push", 90, "");
    ClusterFinding finding = only(situation.read());
    assertEquals(CauseId.DIFFERENT_VOLUME, finding.finding().cause());
    assertEquals(List.of("push"), finding.tasks());
    assertTrue(finding.supersedes().containsAll(Set.of(CauseId.REMOVED, CauseId.REPLACED)));
    assertEquals(
        "FOUND: the tasks mount different claims: build: c; push: empty",
        answer(situation.section(), "another volume"));
  }

  @Test
  void anotherSubPathIsFoundAndNoRemovalIsAskedFor() throws IOException {
    Situation situation =
        new Situation()
            .task("build", "c", 0, 60, "", ",\"subPath\":\"build\"", "")
            .task("push", "c", 70, 100, "", ",\"subPath\":\"push\"", "")
            .observed("build", 50, "")
            .observed("push", 90, "")
            .done(WriteMoment.Kind.REMOVED, 80, "push");
    ClusterFinding finding = only(situation.read());
    assertEquals(CauseId.DIFFERENT_SUBPATH, finding.finding().cause());
    assertEquals(List.of(), situation.section().writers(), "nobody removed what lies elsewhere");
  }

  @Test
  void aStepThatWasKilledExplainsACutArchive() throws IOException {
    for (String reason : List.of("OOMKilled", "Error")) {
      ClusterSection section =
          new Situation()
              .task("export", "c", 0, 60, "", "", ",\"exitCode\":137,\"reason\":\"" + reason + "\"")
              .task("push", "c", 70, 100)
              .observed("push", 90, "")
              .done(WriteMoment.Kind.DAMAGED, 59, "push")
              .section();
      assertEquals(1, section.killed().size(), section::toString);
      Writer writer = section.writers().getFirst();
      assertEquals(Finding.Confidence.HIGH, writer.confidence());
      assertTrue(
          writer.answer().contains("step verify of export in run r (pod export-pod) was ended"),
          writer::answer);
      assertTrue(
          writer.answer().contains(reason.equals("Error") ? "killed (exit code 137)" : reason),
          writer::answer);
    }
  }

  /** A notebook that ran out of memory an hour later did not cut the archive by that. */
  @Test
  void aStepThatWasKilledLongAfterTheLastWriteExplainsNothing() throws IOException {
    Situation situation =
        new Situation()
            .task("notebook", "c", 0, 3600, "", "", ",\"exitCode\":137,\"reason\":\"OOMKilled\"")
            .task("cleanup", "c", 20, 40)
            .task("push", "c", 70, 100)
            .observed("push", 90, "")
            .done(WriteMoment.Kind.DAMAGED, 30, "push");
    Writer writer = situation.section().writers().getFirst();
    assertEquals(Finding.Confidence.MEDIUM, writer.confidence());
    assertEquals(
        List.of("notebook", "cleanup"),
        writer.candidates().stream().map(Writer.Candidate::task).toList());
    assertTrue(writer.answer().startsWith("one of these left the archive damaged"), writer::answer);
  }

  @Test
  void besideAStepThatWasKilledOthersThatCouldWriteAreListed() throws IOException {
    Writer writer =
        new Situation()
            .task("export", "c", 0, 60, "", "", ",\"exitCode\":137,\"reason\":\"OOMKilled\"")
            .task("cleanup", "c", 20, 70)
            .task("push", "c", 80, 100)
            .observed("push", 90, "")
            .done(WriteMoment.Kind.DAMAGED, 59, "push")
            .section()
            .writers()
            .getFirst();
    assertEquals(Finding.Confidence.MEDIUM, writer.confidence());
    assertTrue(
        writer
            .answer()
            .endsWith(
                "But these could write there too: step verify of cleanup in run r (pod"
                    + " cleanup-pod)"),
        writer::answer);
  }

  @Test
  void anEvictedPodIsAKilledStep() throws IOException {
    ClusterSection section =
        new Situation()
            .task("push", "c", 70, 100)
            .observed("push", 90, "")
            .with(
                """
                {"kind":"Pod","metadata":{"name":"gone","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/taskRun":"r-build"}},
                 "spec":{"containers":[{"name":"step-export"}]},
                 "status":{"reason":"Evicted","containerStatuses":[{"name":"step-export",
                  "state":{"terminated":{"exitCode":1,"startedAt":"2026-11-25T10:00:00Z",
                  "finishedAt":"2026-11-25T10:00:30Z"}}}]}}
                """)
            .with(
                """
                {"kind":"TaskRun","metadata":{"name":"r-build","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/pipelineTask":"build"}},"status":{"podName":"gone"}}
                """)
            .section();
    assertEquals(
        List.of("step export of build was ended from outside: its pod was evicted"),
        section.killed().stream().map(KilledStep::words).toList());
  }

  /** As kubelet leaves an evicted pod: no times, and at times no containers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        """
        ,"containerStatuses":[{"name":"step-export","state":{"terminated":{"exitCode":137,
         "reason":"ContainerStatusUnknown","startedAt":null,"finishedAt":null}}}]
        """
      })
  void anEvictionWithoutTimesExplainsACutArchive(String statuses) throws IOException {
    ClusterSection section =
        new Situation()
            .task("push", "c", 70, 100)
            .observed("push", 90, "")
            .done(WriteMoment.Kind.DAMAGED, 30, "push")
            .with(
                """
                {"kind":"Pod","metadata":{"name":"gone","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/taskRun":"r-build","tekton.dev/pipelineTask":"build"}},
                 "spec":{"nodeName":"node-a",
                  "volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
                  "initContainers":[{"name":"prepare"}],
                  "containers":[{"name":"step-export",
                   "volumeMounts":[{"name":"w","mountPath":"/w"}]}]},
                 "status":{"phase":"Failed","reason":"Evicted","startTime":"2026-11-25T10:00:00Z"%s}}
                """
                    .formatted(statuses))
            .section();
    assertEquals(
        List.of("step export of build was ended from outside: its pod was evicted"),
        section.killed().stream().map(KilledStep::words).toList());
    Writer writer = section.writers().getFirst();
    assertEquals(
        "step export of build in run r (pod gone) was ended from outside while it could write"
            + " there, at 2026-11-25T10:00:30Z: its pod was evicted; that explains an archive that"
            + " was never finished",
        writer.answer());
    KilledStep told = section.killed().getFirst();
    assertTrue(writer.tellsOf(told));
    assertFalse(writer.tellsOf(new KilledStep("buil", told.step(), told.at(), told.why())));
  }

  /** {@code tkn … -o json}: the workspaces say which claim, the steps say when. */
  @Test
  void taskRunsAloneNameTheWriter() throws IOException {
    Situation situation = new Situation().observed("push", 90, "");
    for (String task : List.of("build", "tamper", "push")) {
      int from = task.equals("build") ? 0 : task.equals("tamper") ? 40 : 80;
      situation.with(
          """
          {"kind":"TaskRun","metadata":{"name":"r-%1$s","namespace":"n","labels":{
            "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
            "tekton.dev/pipelineTask":"%1$s"}},
           "spec":{"workspaces":[{"name":"source","persistentVolumeClaim":{"claimName":"c"}}]},
           "status":{"podName":"%1$s-pod","steps":[{"name":"s","terminated":{
            "startedAt":"%2$s","finishedAt":"%3$s"}}]}}
          """
              .formatted(task, Situation.at(from), Situation.at(from + 10)));
    }
    Writer writer =
        situation
            .archive("/workspace/source/image.tar")
            .done(WriteMoment.Kind.REWRITTEN, 45, "push")
            .section()
            .writers()
            .getFirst();
    assertEquals(
        "probably step s of tamper in run r (pod tamper-pod) rewrote the archive: nothing else in"
            + " the dump that can write there ran at 2026-11-25T10:00:45Z (its time is known from"
            + " its TaskRun; the pod is gone)",
        writer.answer());
  }

  @Test
  void kubeletIsNamedForTheModeThatAPodsStartChanged() throws IOException {
    Writer writer =
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "c", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .done(WriteMoment.Kind.CHANGED, 71, "push")
            .section()
            .writers()
            .getFirst();
    assertTrue(
        writer.answer().startsWith("probably the start of the pod of push in run r"),
        writer::answer);
  }

  @Test
  void aTaskWithoutARecordSaysWhatIsKnownAndWhatIsMissing() throws IOException {
    UnrecordedTask push =
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "c", 70, 100, "", "", ",\"exitCode\":3,\"reason\":\"Error\"")
            .observed("build", 50, "")
            .section()
            .unrecorded()
            .getFirst();
    assertTrue(push.failed());
    assertEquals("MODE_DENIES", push.cause());
    assertEquals(
        "failed (Failed); step verify ended with exit code 3; its result CAUSE is MODE_DENIES",
        push.text());
    assertTrue(push.missing().startsWith("the record that step verify of push"), push::missing);
  }

  /** The cause is in the results, what differs is in the pods. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"fsGroup\":5000' | '\"runAsUser\":2' | 'give build and push one fsGroup'"
            + " | build has 5000, push has none;",
        "'\"fsGroup\":5000,\"runAsUser\":1' | '\"fsGroup\":5000,\"runAsUser\":2'"
            + " | let the file be group-readable"
            + " | 'have the same fsGroup 5000, but run as 1 and 2'",
      })
  void aDeniedTaskWithoutARecordHasARemedy(
      String built, String pushed, String begins, String contains) throws IOException {
    UnrecordedTask push =
        new Situation()
            .task("build", "c", 0, 60, "\"securityContext\":{" + built + "},", "", "")
            .task(
                "push",
                "c",
                70,
                100,
                "\"securityContext\":{" + pushed + "},",
                "",
                ",\"exitCode\":3,\"reason\":\"Error\"")
            .observed("build", 50, "")
            .section()
            .unrecorded()
            .getFirst();
    String remedy = String.valueOf(push.remedy());
    assertTrue(remedy.startsWith(begins), remedy);
    assertTrue(remedy.contains(contains), remedy);
  }

  /** A time-out ends all steps of a task. */
  @Test
  void stepsThatEndedAlikeAreToldTogether() throws IOException {
    UnrecordedTask push =
        new Situation()
            .task("build", "c", 0, 60)
            .observed("build", 50, "")
            .with(
                """
                {"kind":"TaskRun","metadata":{"name":"r-push","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/pipelineTask":"push"}},
                 "status":{"conditions":[{"type":"Succeeded","status":"False",
                   "reason":"TaskRunTimeout"}],
                  "steps":[{"name":"verify","terminated":{"exitCode":0}},
                   {"name":"push","terminated":{"exitCode":1,"reason":"TaskRunTimeout"}},
                   {"name":"confirm","terminated":{"exitCode":1,"reason":"TaskRunTimeout"}}]}}
                """)
            .section()
            .unrecorded()
            .getFirst();
    assertEquals(
        "failed (TaskRunTimeout); steps push, confirm ended with exit code 1 (TaskRunTimeout)",
        push.text());
  }

  /** A task may not hand on what its steps return. */
  @Test
  void resultsOfStepsCount() throws IOException {
    for (String confirmed : List.of("pass", "fail")) {
      UnrecordedTask push =
          new Situation()
              .task("build", "c", 0, 60)
              .observed("build", 50, "")
              .with(
                  """
                  {"kind":"TaskRun","metadata":{"name":"r-push","namespace":"n","labels":{
                    "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                    "tekton.dev/pipelineTask":"push"}},
                   "status":{"podName":"push-pod",
                    "conditions":[{"type":"Succeeded","status":"True","reason":"Succeeded"}],
                    "steps":[{"name":"verify","results":[{"name":"VERDICT","value":"pass"},
                      {"name":"MANIFEST_DIGEST","value":"sha256:%1$s"}]},
                     {"name":"confirm","results":[{"name":"VERDICT","value":"%2$s"}]}]}}
                  """
                      .formatted("d".repeat(64), confirmed))
              .section()
              .unrecorded()
              .getFirst();
      assertEquals(VerdictWord.of(confirmed), push.verdict());
      assertEquals(confirmed.equals("pass"), push.passed("sha256:" + "d".repeat(64)));
      assertFalse(push.passed("sha256:" + "e".repeat(64)));
      assertEquals(
          "succeeded; step verify: result VERDICT is pass; step confirm: result VERDICT is "
              + confirmed,
          push.text());
    }
  }

  /** kubectl get pods alone: the pods say which tasks ran, and how they ended. */
  @Test
  void aPodWithoutItsTaskRunTellsOfItsTask() throws IOException {
    UnrecordedTask push =
        new Situation()
            .task("build", "c", 0, 60)
            .observed("build", 50, "")
            .with(
                """
                {"kind":"Pod","metadata":{"name":"push-pod","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/pipelineTask":"push","tekton.dev/taskRun":"r-push"}},
                 "spec":{"containers":[{"name":"step-verify"}]},
                 "status":{"phase":"Failed","startTime":"2026-11-25T10:02:00Z",
                  "containerStatuses":[{"name":"step-verify","state":{"terminated":{
                  "exitCode":3,"reason":"Error","startedAt":"2026-11-25T10:02:00Z",
                  "finishedAt":"2026-11-25T10:02:09Z"}}}]}}
                """)
            .section()
            .unrecorded()
            .getFirst();
    assertEquals("push", push.task());
    assertTrue(push.failed());
    assertEquals("failed; step verify ended with exit code 3", push.text());
    assertTrue(push.missing().startsWith("the record that step verify of push"), push::missing);
  }

  @Test
  void eventsOfTheRunAreKeptAndThoseOfOthersAreNot() throws IOException {
    String event =
        """
        {"kind":"Event","metadata":{"namespace":"n"},"reason":"%s","message":"%s",
         "lastTimestamp":"2026-11-25T10:01:1%dZ",
         "involvedObject":{"kind":"Pod","name":"%s","namespace":"n"}}
        """;
    ClusterSection section =
        new Situation()
            .task("push", "c", 70, 100)
            .observed("push", 90, "")
            .with(event.formatted("FailedMount", "volume is attached elsewhere", 2, "push-pod"))
            .with(
                event.formatted(
                    "VolumePermissionChangeInProgress", "Setting volume ownership", 1, "push-pod"))
            .with(event.formatted("Evicted", "node is out of ephemeral-storage", 3, "push-pod"))
            .with(event.formatted("FailedMount", "of another run", 4, "other-pod"))
            .with(event.formatted("Scheduled", "says nothing of storage", 5, "push-pod"))
            .section();
    assertEquals(
        List.of("PERMISSIONS", "MOUNT", "FULL"),
        section.events().stream().map(e -> e.topic().name()).toList());
  }

  @Test
  void kindsThatWereNotDumpedAreNamed() throws IOException {
    assertEquals(
        List.of("pipelineruns", "pvc", "pv", "events"),
        new Situation().task("push", "c", 70, 100).section().notKnown());
  }

  @Test
  void aDumpOfOtherRunsSaysNothing() throws IOException {
    assertNull(
        new Situation()
            .with("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"other\",\"namespace\":\"n\"}}")
            .observed("push", 90, "")
            .read()
            .section());
  }

  @Test
  void suspectsThatAreFoundComeFirst() throws IOException {
    List<Standing> standings =
        new Situation()
                .task("build", "c", 0, 60)
                .task("push", "empty", 70, 100)
                .observed("build", 50, "")
                .observed("push", 90, "")
                .section()
                .suspects()
                .stream()
                .map(Suspect::standing)
                .toList();
    assertEquals(standings.stream().sorted().toList(), standings);
    assertEquals(Standing.FOUND, standings.getFirst());
  }
}
