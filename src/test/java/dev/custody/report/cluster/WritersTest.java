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
    return """
    {"kind":"Pod","metadata":{"name":"%s","namespace":"n",
      "labels":{"tekton.dev/pipelineRun":"r","tekton.dev/pipelineTask":"%s-task"}},
     "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
      "containers":[{"name":"step-s","volumeMounts":[{"name":"w","mountPath":"/w"%s}]}]},
     "status":{"containerStatuses":[{"name":"step-s","state":{"terminated":{
      "startedAt":"2026-11-25T10:%02d:00Z","finishedAt":"2026-11-25T10:%02d:00Z",
      "exitCode":0%s}}}]}}
    """
        .formatted(name, name, mount, minute, minute + 1, state);
  }

  private static Writer who(LogEvidence logs, String... pods) throws IOException {
    String json = "[" + String.join(",", pods) + "]";
    ClusterDump dump =
        ClusterReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump");
    return new Writers(dump, ARCHIVE, List.of(), logs)
        .who(
            new WriteMoment(
                WriteMoment.Kind.REWRITTEN, AT, AT, List.of(DIGEST), "push", null, null));
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
        writer.answer().startsWith("step s of a-task in run r (pod a) rewrote the archive"),
        writer::answer);
  }

  @Test
  void severalAreListed() throws IOException {
    Writer writer = who(new LogEvidence(), pod("a", 0, "", ""), pod("b", 0, "", ""));
    assertEquals(List.of("a", "b"), named(writer));
    assertEquals(Confidence.MEDIUM, writer.confidence());
  }

  @Test
  void aLogThatPrintsTheDigestProvesIt() throws IOException {
    LogEvidence logs = new LogEvidence();
    logs.line("b.step-s.log", 1, "Copying config sha256:" + DIGEST);
    Writer writer = who(logs, pod("a", 0, "", ""), pod("b", 0, "", ""));
    assertEquals(List.of("b"), named(writer));
    assertEquals(Confidence.CERTAIN, writer.confidence());
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
