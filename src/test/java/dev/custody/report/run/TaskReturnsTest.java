package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.gate.VerdictWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tasks returned, beside records that found nothing wrong. */
class TaskReturnsTest {
  @TempDir private Path folder;

  private static String taskRun(String name, String verdict) {
    return """
    {"kind":"TaskRun","metadata":{"name":"%s","namespace":"release","labels":{
      "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"uid-r",
      "tekton.dev/pipelineTask":"push"}},
     "status":{"conditions":[{"type":"Succeeded","status":"True","reason":"Succeeded"}],
      "results":[{"name":"VERDICT","value":"%s"}]}}
    """
        .formatted(name, verdict);
  }

  /** The verdict of a run of which a matrix made two runs of the task push, both with records. */
  private VerdictWord verdict(String one, String other) throws IOException {
    Path dump = folder.resolve("dump.json");
    Files.writeString(
        dump, "[" + taskRun("r-push", one) + "," + taskRun("r-push-other", other) + "]");
    RecordCollection collection =
        new Records()
            .add("r", "build", 1)
            .add("r", "push", 2)
            .inTaskRun("r-push-other")
            .add("r", "push", 3)
            .collection();
    return ReportBuilder.document(collection.addCluster(dump, "dump.json")).verdict();
  }

  /** No run of a matrix hides what another one says. */
  @ParameterizedTest
  @CsvSource({"pass, pass, PASS", "fail, pass, FAIL", "pass, fail, FAIL", "pass, unknown, UNKNOWN"})
  void theWorstVerdictOfAMatrixCounts(String one, String other, VerdictWord expected)
      throws IOException {
    assertEquals(expected, verdict(one, other));
  }
}
