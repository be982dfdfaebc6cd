package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that was ended from outside explains a cut archive, if it ended when it was written. */
class KilledStepTest {
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
    assertEquals("gone", writer.candidates().getFirst().pod());
    assertTrue(writer.answer().contains("at 2026-11-25T10:00:30Z"), writer.answer());
    KilledStep told = section.killed().getFirst();
    assertTrue(writer.tellsOf(told));
    assertFalse(
        writer.tellsOf(
            new KilledStep(told.task(), told.step(), "other-pod", told.at(), told.why())));
  }
}
