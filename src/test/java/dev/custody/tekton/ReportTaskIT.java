package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The report in {@code finally}: always there, whatever happened, and never what fails a run. */
class ReportTaskIT extends PipelineFixture {
  @Test
  void isShortInTheLogAndWholeInTheWorkspace() throws IOException {
    var run = run();

    assertTrue(run.succeeded(), run::log);
    TaskPod.StepRun report = run.task("report").step("report");
    assertTrue(report.log().lines().count() <= 60, report::log);
    assertTrue(report.log().contains(digest("built")), report::log);
    assertTrue(Files.readString(page()).contains(digest("built")));
    // A good run is told as one, although custody's own statements lie among its records.
    assertEquals(0, report.exitCode(), report::log);
    assertTrue(report.log().startsWith("PASS"), report::log);
    String summary = run.task("report").results().getOrDefault("SUMMARY", "");
    assertTrue(summary.startsWith("PASS") && summary.length() <= 300, summary);
  }

  @Test
  void printsAndSavesWhenTheVerdictIsFail() throws IOException {
    before.put("push-to-internal", this::rewrite);
    var run = run();

    TaskPod.TaskRun report = run.task("report");
    assertTrue(report.succeeded(), run::log);
    assertEquals(1, report.step("report").exitCode(), run::log);
    assertTrue(report.log().contains("REWRITTEN_IN_PLACE"), report::log);
    assertTrue(Files.size(page()) > 0);
    assertTrue(report.results().getOrDefault("SUMMARY", "").contains("push-to-internal"));
  }

  /** As with a pod that was denied its record too, or an other claim: only results are left. */
  @Test
  void tellsOfTasksThatLeftNoRecord() throws IOException {
    before.put("push-to-internal", this::rewrite);
    before.put("report", () -> Program.shell("rm -r \"$1/.custody\"", volume));
    var run = run();

    String log = run.task("report").log();
    assertTrue(run.task("report").succeeded(), run::log);
    // Its record is the one in its results.
    assertTrue(log.contains("push-to-internal found a different image than build recorded"), log);
    assertTrue(log.contains("REWRITTEN_IN_PLACE"), log);
    assertTrue(log.contains("a record of push-to-quay; Tekton says about it: did not run"), log);
  }

  /** Tekton skips a finally task whose params name missing results; this one must run. */
  @Test
  void runsWhenTheBuildLeftNoResults() throws IOException {
    params.put("source", "oci:nothing:latest");
    var run = run();

    assertFalse(run.succeeded(), run::log);
    assertEquals(List.of("build", "report"), List.copyOf(run.tasks().keySet()), run::log);
    assertTrue(run.task("report").succeeded(), run::log);
    assertTrue(run.task("report").log().contains("build"), run::log);
  }

  @Test
  void aWorkspaceThatCannotBeWrittenIsALineInTheLog() throws IOException {
    before.put("report", () -> Program.shell("chmod 0555 \"$1\"/.custody/*", volume));
    var run = run();

    assertTrue(run.succeeded(), run::log);
    assertTrue(run.task("report").log().contains("custody-report.html"), run::log);
    assertTrue(run.task("report").log().contains("PASS"), run::log);
    assertThrows(NoSuchElementException.class, this::page);
  }

  /** Beside the records of its run, so that another run on the volume does not overwrite it. */
  private Path page() throws IOException {
    try (Stream<Path> files = Files.walk(volume.resolve(".custody"))) {
      return files.filter(f -> f.endsWith("custody-report.html")).findFirst().orElseThrow();
    }
  }
}
