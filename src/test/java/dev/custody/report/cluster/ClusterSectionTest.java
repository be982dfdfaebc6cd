package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.Finding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dump says of a run beside findings: writers, events, kinds that are missing. */
class ClusterSectionTest {
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
    assertEquals(1, writer.candidates().size());
    assertEquals("tamper-pod", writer.candidates().getFirst().pod());
    assertEquals(Finding.Confidence.MEDIUM, writer.confidence());
    assertTrue(writer.answer().contains("the pod is gone"), writer.answer());
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
}
