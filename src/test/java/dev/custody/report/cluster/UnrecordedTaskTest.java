package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseName;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dump tells of tasks that left no record. */
class UnrecordedTaskTest {
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
    assertEquals(new CauseName("MODE_DENIES"), push.cause());
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

  private static UnrecordedTask scan(String results, String ofStep) throws IOException {
    return new Situation()
        .task("build", "c", 0, 60)
        .observed("build", 50, "")
        .with(
            """
            {"kind":"TaskRun","metadata":{"name":"r-scan","namespace":"n","labels":{
              "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
              "tekton.dev/pipelineTask":"scan"}},
             "status":{"conditions":[{"type":"Succeeded","status":"False","reason":"Failed"}],
              "steps":[{"name":"scan","terminated":{"exitCode":1},"results":[%s]}],
              "results":[%s]}}
            """
                .formatted(ofStep, results))
        .section()
        .unrecorded()
        .getFirst();
  }

  private static String result(String name, String value) {
    return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
  }

  /** Its verdict is about something else than the archive; it is told and decides nothing. */
  @Test
  void aVerdictOfAnotherNameIsNone() throws IOException {
    UnrecordedTask scan =
        scan(result("SCAN_VERDICT", "fail") + "," + result("SCAN_CAUSE", "MODE_DENIES"), "");
    assertNull(scan.verdict());
    assertNull(scan.cause());
    assertTrue(scan.text().contains("its result SCAN_VERDICT is fail"), scan::text);
    assertTrue(scan.text().contains("its result SCAN_CAUSE is MODE_DENIES"), scan::text);
  }

  /** A task may hand its step's verdict on by a name of its own: the step's still counts. */
  @Test
  void theVerdictOfAStepCountsBesideAnotherName() throws IOException {
    UnrecordedTask scan = scan(result("ARCHIVE_VERDICT", "fail"), result("VERDICT", "fail"));
    assertEquals(VerdictWord.FAIL, scan.verdict());
  }

  @Test
  void aCauseThatIsNotKnownHereIsKeptAndHasNoRemedy() throws IOException {
    UnrecordedTask scan = scan(result("CAUSE", "CAUSE_OF_2027"), "");
    assertEquals(new CauseName("CAUSE_OF_2027"), scan.cause());
    assertNull(scan.remedy());
  }

  @Test
  void noCauseIsNoCauseByName() throws IOException {
    assertNull(scan(result("CAUSE", "NONE"), "").cause());
  }
}
