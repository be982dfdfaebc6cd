package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterReader;
import dev.custody.cluster.StoragePlace;
import dev.custody.record.Finding.Confidence;
import dev.custody.report.log.LogEvidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is named for a write: only who could write there, then. */
class WritersTest {
  private static final Instant AT = Instant.parse("2026-11-25T10:00:30.5Z");
  private static final StoragePlace ARCHIVE = new StoragePlace("claim n/c", "/build/image.tar");
  private static final String DIGEST = "d".repeat(64);

  /** A pod with one step that mounts claim c and ran for the minute that began at 10:minute. */
  private static String pod(String name, int minute, String mount, String state) {
    return pod(name, minute, mount, state, "");
  }

  /**
   * The same with a command line.
   *
   * @param words of Tekton's container, quoted, each after a comma
   */
  private static String pod(String name, int minute, String mount, String state, String words) {
    return """
    {"kind":"Pod","metadata":{"name":"%s","namespace":"n",
      "labels":{"tekton.dev/pipelineRun":"r","tekton.dev/pipelineTask":"%s-task"}},
     "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
      "containers":[{"name":"step-s","command":["/tekton/bin/entrypoint"],
       "args":["-post_file","/tekton/run/0/out"%s],"volumeMounts":[{"name":"w","mountPath":"/w"%s}]}]},
     "status":{"containerStatuses":[{"name":"step-s","state":{"terminated":{
      "startedAt":"2026-11-25T10:%02d:00Z","finishedAt":"2026-11-25T10:%02d:00Z",
      "exitCode":0%s}}}]}}
    """
        .formatted(name, name, words, mount, minute, minute + 1, state);
  }

  private static Writer who(LogEvidence logs, String... pods) throws IOException {
    return who(AT, AT, logs, pods);
  }

  private static Writer who(Instant from, Instant until, LogEvidence logs, String... pods)
      throws IOException {
    return who(from, until, until, logs, pods);
  }

  private static Writer who(
      Instant from, Instant until, Instant possible, LogEvidence logs, String... pods)
      throws IOException {
    String json = "[" + String.join(",", pods) + "]";
    ClusterDump dump =
        ClusterReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump");
    return new Writers(dump, ARCHIVE, List.of(), logs)
        .who(
            new WriteMoment(
                WriteMoment.Kind.REWRITTEN,
                from,
                until,
                possible,
                List.of(DIGEST),
                "push",
                null,
                null));
  }

  private static List<String> named(Writer writer) {
    return writer.candidates().stream().map(Writer.Candidate::pod).toList();
  }

  @Test
  void theOnlyPodThatRanThenIsNamedWithHighConfidence() throws IOException {
    Writer writer = who(new LogEvidence(), pod("a", 0, "", ""), pod("b", 5, "", ""));
    assertEquals(List.of("a"), named(writer));
    assertEquals(Confidence.HIGH, writer.confidence());
    assertTrue(
        writer
            .answer()
            .startsWith("probably step s of a-task in run r (pod a) rewrote the archive"),
        writer::answer);
  }

  /** touch and cp -p set a modification time back; whoever ran until the ctime may have. */
  @Test
  void whoRanAfterTheStatedTimeIsListedToo() throws IOException {
    Writer writer =
        who(
            AT,
            AT,
            AT.plusSeconds(360),
            new LogEvidence(),
            pod("a", 0, "", ""),
            pod("b", 5, "", ""),
            pod("c", 9, "", ""));
    assertEquals(List.of("a", "b"), named(writer));
    assertEquals(Confidence.MEDIUM, writer.confidence());
    assertEquals(AT.plusSeconds(360), writer.until());
  }

  @Test
  void aLaterChangeTimeAloneMakesNobodyElseASuspect() throws IOException {
    Writer writer =
        who(
            AT,
            AT,
            AT.plusSeconds(200),
            new LogEvidence(),
            pod("a", 0, "", ""),
            pod("b", 5, "", ""));
    assertEquals(List.of("a"), named(writer));
    assertEquals(Confidence.HIGH, writer.confidence());
  }

  @Test
  void severalAreListed() throws IOException {
    Writer writer = who(new LogEvidence(), pod("a", 0, "", ""), pod("b", 0, "", ""));
    assertEquals(List.of("a", "b"), named(writer));
    assertEquals(Confidence.MEDIUM, writer.confidence());
  }

  private static final String EXPORT =
      ",\"-entrypoint\",\"skopeo\",\"--\",\"copy\",\"docker://r/a:1\",\"oci-archive:/w/build/image.tar:\"";

  private static final String PUSH =
      ",\"-entrypoint\",\"skopeo\",\"--\",\"copy\",\"oci-archive:/w/build/image.tar\",\"docker://r/a:1\"";

  private static LogEvidence logs(String... podAndLine) {
    LogEvidence logs = new LogEvidence();
    for (int i = 0; i < podAndLine.length; i += 2) {
      logs.line(podAndLine[i] + ".step-s.log", i + 1, podAndLine[i + 1]);
    }
    return logs;
  }

  @Test
  void anExportToThisPathThatPrintsTheDigestIsProven() throws IOException {
    Writer writer =
        who(
            logs("b", "Copying config sha256:" + DIGEST),
            pod("a", 0, "", ""),
            pod("b", 0, "", "", EXPORT));
    assertEquals(List.of("b"), named(writer));
    assertEquals(Confidence.CERTAIN, writer.confidence());
    assertEquals(
        "b.step-s.log line 1: Copying config sha256:" + DIGEST,
        writer.candidates().getFirst().proof());
  }

  /** A push prints the digests of the archive that it reads, in the same words as an export. */
  @Test
  void aStepThatOnlyReadsIsNotNamed() throws IOException {
    LogEvidence logs = logs("push", "Copying config sha256:" + DIGEST);
    Instant until = AT.plusSeconds(600);
    Writer writer = who(AT, until, logs, pod("a", 0, "", ""), pod("push", 5, "", "", PUSH));
    assertEquals(List.of("a"), named(writer));
    assertEquals(List.of(), named(who(AT, until, logs, pod("push", 5, "", "", PUSH))));
  }

  /**
   * The same where a script hides the command: the digest is a hint, and nobody else is left out.
   */
  @Test
  void aDigestInALogWithoutADestinationIsAHint() throws IOException {
    LogEvidence logs =
        logs(
            "push",
            "Copying config sha256:" + DIGEST,
            "a",
            "+ skopeo copy oci:l:latest oci-archive:/tmp/new.tar",
            "a",
            "Copying config sha256:" + DIGEST);
    Writer writer = who(AT, AT.plusSeconds(600), logs, pod("push", 5, "", ""), pod("a", 0, "", ""));
    assertEquals(List.of("a", "push"), named(writer));
    assertEquals(Confidence.MEDIUM, writer.confidence());
    assertTrue(writer.candidates().stream().allMatch(c -> c.proof() == null), writer::answer);
    assertTrue(
        writer.answer().contains("so does the log of a task that only reads the archive"),
        writer::answer);
    Writer alone = who(AT, AT.plusSeconds(600), logs, pod("push", 5, "", ""));
    assertEquals(Confidence.MEDIUM, alone.confidence());
    assertTrue(alone.answer().startsWith("perhaps step s of push-task"), alone::answer);
  }

  @Test
  void theOnlyOneThatExportedTheImageElsewhereIsNamed() throws IOException {
    LogEvidence logs =
        logs(
            "a",
            "+ skopeo copy oci:l:latest oci-archive:/tmp/new.tar",
            "a",
            "Copying config sha256:" + DIGEST);
    Writer writer = who(logs, pod("a", 0, "", ""), pod("b", 5, "", ""));
    assertEquals(List.of("a"), named(writer));
    assertEquals(Confidence.CERTAIN, writer.confidence());
    assertEquals(
        Confidence.HIGH, who(AT, AT.plusSeconds(5), logs, pod("a", 0, "", "")).confidence());
  }

  /** tkn names task and step, which every run of the pipeline has. */
  @Test
  void aLogWithoutAPodProvesNothingWhereTwoPodsHaveThatStep() throws IOException {
    LogEvidence logs = new LogEvidence();
    logs.line("tkn.log", 1, "[a-task : s] Copying config sha256:" + DIGEST);
    String other =
        pod("a2", 0, "", "", EXPORT).replace("a2-task", "a-task").replace("\"r\"", "\"r2\"");
    Writer writer = who(logs, pod("a", 0, "", "", EXPORT), other);
    assertEquals(List.of("a", "a2"), named(writer));
    assertEquals(Confidence.MEDIUM, writer.confidence());
  }

  /** A pruner deletes pods early; times and claim are in the TaskRun too. */
  @Test
  void aWriterWhosePodIsGoneIsNamedByItsTaskRun() throws IOException {
    String gone =
        """
        {"kind":"TaskRun","metadata":{"name":"r-x","namespace":"n","labels":{
          "tekton.dev/pipelineRun":"r","tekton.dev/pipelineTask":"x"}},
         "spec":{"workspaces":[{"name":"source","persistentVolumeClaim":{"claimName":"%s"}}]},
         "status":{"podName":"x-pod","steps":[
          {"name":"first","terminated":{"startedAt":"2026-11-25T09:00:00Z",
           "finishedAt":"2026-11-25T09:01:00Z"}},
          {"name":"s","terminated":{"startedAt":"2026-11-25T10:00:00Z",
           "finishedAt":"2026-11-25T10:01:00Z"}}]}}
        """;
    Writer writer =
        who(new LogEvidence(), pod("later", 10, "", ""), gone.formatted("c"), gone.formatted("d"));
    assertEquals(List.of("x-pod"), named(writer));
    assertEquals("s", writer.candidates().getFirst().step());
    assertEquals(Confidence.MEDIUM, writer.confidence());
    assertTrue(writer.answer().endsWith("from its TaskRun; the pod is gone)"), writer::answer);
    assertEquals(List.of(), named(who(new LogEvidence(), gone.formatted("d"))));
  }

  /** {@code kubectl debug --target} reaches the mounts of the container it looks into. */
  @Test
  void aDebuggingContainerAndAJobAreNamedAsPeopleCallThem() throws IOException {
    String notebook =
        """
        {"kind":"Pod","metadata":{"name":"clean-x1","namespace":"n",
          "ownerReferences":[{"kind":"Job","name":"clean"}]},
         "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
          "containers":[{"name":"idle","volumeMounts":[{"name":"w","mountPath":"/w"}]}],
          "ephemeralContainers":[{"name":"debugger-7","targetContainerName":"idle"}]},
         "status":{"containerStatuses":[{"name":"idle","state":{"terminated":{
           "startedAt":"2026-11-25T08:00:00Z","finishedAt":"2026-11-25T09:00:00Z"}}}],
          "ephemeralContainerStatuses":[{"name":"debugger-7","state":{"running":{
           "startedAt":"2026-11-25T10:00:00Z"}}}]}}
        """;
    Writer writer = who(new LogEvidence(), notebook);
    assertTrue(
        writer
            .answer()
            .startsWith("probably container debugger-7 of Job clean (pod clean-x1) rewrote"),
        writer::answer);
  }

  /** It was ended at nine, and runs again since. */
  @Test
  void aContainerThatWasRestartedRanBeforeAndRunsNow() throws IOException {
    String restarted =
        """
        {"kind":"Pod","metadata":{"name":"a","namespace":"n"},
         "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
          "containers":[{"name":"s","volumeMounts":[{"name":"w","mountPath":"/w"}]}]},
         "status":{"containerStatuses":[{"name":"s",
          "lastState":{"terminated":{"startedAt":"2026-11-25T08:00:00Z",
           "finishedAt":"2026-11-25T09:00:00Z","exitCode":1}},
          "state":{"running":{"startedAt":"2026-11-25T09:00:10Z"}}}]}}
        """;
    assertEquals(List.of("a"), named(who(new LogEvidence(), restarted)));
  }

  /** Kubernetes keeps the times of two runs; the ones before lie after the pod's start. */
  @Test
  void aContainerThatWasRestartedOftenMayHaveRunSinceItsPodBegan() throws IOException {
    String restarted =
        """
        {"kind":"Pod","metadata":{"name":"a","namespace":"n"},
         "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
          "containers":[{"name":"s","volumeMounts":[{"name":"w","mountPath":"/w"}]}]},
         "status":{"startTime":"2026-11-25T08:00:00Z","containerStatuses":[{"name":"s",
          "restartCount":%d,
          "lastState":{"terminated":{"startedAt":"2026-11-25T11:00:00Z",
           "finishedAt":"2026-11-25T12:00:00Z","exitCode":1}},
          "state":{"running":{"startedAt":"2026-11-25T12:00:10Z"}}}]}}
        """;
    assertEquals(List.of("a"), named(who(new LogEvidence(), restarted.formatted(2))));
    assertEquals(List.of(), named(who(new LogEvidence(), restarted.formatted(1))));
  }

  @Test
  void whoCannotWriteThereIsNotNamed() throws IOException {
    Writer writer =
        who(
            new LogEvidence(),
            pod("read-only", 0, ",\"readOnly\":true", ""),
            pod("elsewhere", 0, ",\"subPath\":\"push\"", ""),
            pod("skipped", 0, "", ",\"reason\":\"Skipped\""),
            pod("later", 10, "", ""));
    assertEquals(List.of(), named(writer));
    assertNull(writer.confidence());
  }

  @Test
  void theDirectoryOfTheArchiveCounts() throws IOException {
    assertEquals(
        List.of("a"), named(who(new LogEvidence(), pod("a", 0, ",\"subPath\":\"build\"", ""))));
  }

  @Test
  void withoutPodsNobodyIsNamed() throws IOException {
    Writer writer = who(new LogEvidence());
    assertEquals(List.of(), named(writer));
    assertTrue(writer.answer().startsWith("not known"), writer::answer);
  }
}
