package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which missing result fails a run, and that no result of ours can. */
class PipelineResultsTest {
  private static TaskPod.TaskRun task(String name, boolean succeeded, Map<String, String> results) {
    return new TaskPod.TaskRun(
        name, succeeded, succeeded ? "Succeeded" : "StepFailed", results, List.of());
  }

  private static JsonNode declared(String value) {
    return Resource.parse(Path.of("p.yaml"), "results: [{name: SUMMARY, value: " + value + "}]")
        .tree()
        .path("results");
  }

  @Test
  void onlyATaskThatSucceededMustHaveItsResults() {
    JsonNode summary = declared("$(finally.report.results.SUMMARY)");
    assertEquals(
        List.of("SUMMARY"),
        PipelineResults.of(summary, Map.of("report", task("report", true, Map.of()))).missing());
    assertEquals(
        List.of(),
        PipelineResults.of(summary, Map.of("report", task("report", false, Map.of()))).missing());
    assertEquals(List.of(), PipelineResults.of(summary, Map.of()).missing());
    assertEquals(
        Map.of("SUMMARY", "PASS"),
        PipelineResults.of(
                summary, Map.of("report", task("report", true, Map.of("SUMMARY", "PASS"))))
            .values());
  }

  /** Its step goes on after any error, so a report that was killed is a task that succeeded. */
  @Test
  void aReportThatWasKilledFailsNoRun() {
    Map<String, TaskPod.TaskRun> ended = new HashMap<>();
    for (String task : List.of("build", "push-to-internal", "push-to-quay")) {
      ended.put(
          task,
          task(
              task,
              true,
              Map.of(
                  "MANIFEST_DIGEST", "sha256:1", "PUSHED_DIGEST", "sha256:1", "VERDICT", "pass")));
    }
    ended.put("report", task("report", true, Map.of()));
    JsonNode results =
        Resource.read(Resource.ROOT.resolve("pipeline/model-image.yaml")).spec().path("results");
    assertEquals(List.of(), PipelineResults.of(results, ended).missing());
    assertEquals(5, PipelineResults.of(results, ended).values().size());
  }
}
