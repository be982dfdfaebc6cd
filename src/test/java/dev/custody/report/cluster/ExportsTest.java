package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterReader;
import dev.custody.cluster.Pod;
import dev.custody.cluster.StoragePlace;
import dev.custody.report.cluster.Exports.Target;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LogStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a container's command line and log say that it exports to. */
class ExportsTest {
  private static final StoragePlace ARCHIVE = new StoragePlace("claim n/c", "/build/image.tar");
  private static final String DIGEST = "d".repeat(64);
  private static final LogStream EXPORT = new LogStream("build-pod", null, "export");

  private final LogEvidence logs = new LogEvidence();

  /** A pod whose step runs these words on claim c, of which it mounts the directory build. */
  private static ClusterDump dump(String... names) throws IOException {
    StringBuilder pods = new StringBuilder();
    for (String name : names) {
      pods.append(pods.isEmpty() ? "" : ",")
          .append(
              """
              {"kind":"Pod","metadata":{"name":"%s","namespace":"n",
                "labels":{"tekton.dev/pipelineTask":"build"}},
               "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
                "containers":[{"name":"step-export",
                 "volumeMounts":[{"name":"w","mountPath":"/w","subPath":"build"}]}]}}
              """
                  .formatted(name));
    }
    byte[] json = ("[" + pods + "]").getBytes(StandardCharsets.UTF_8);
    return ClusterReader.read(new ByteArrayInputStream(json), "dump");
  }

  private Target target(ClusterDump dump) {
    Pod pod = dump.pods().getFirst();
    return new Exports(dump, ARCHIVE, logs).target(pod, pod.containers().getFirst(), EXPORT);
  }

  /** The path is that of the container, the archive's that of the volume. */
  @ParameterizedTest
  @CsvSource({
    "/w/image.tar,       THIS_ARCHIVE",
    "/w/./image.tar,     THIS_ARCHIVE",
    "/w/other.tar,       SOME_ARCHIVE",
    "/wimage.tar,        SOME_ARCHIVE",
    "/elsewhere/i.tar,   SOME_ARCHIVE",
  })
  void aTracedCommandNamesItsTarget(String path, Target target) throws IOException {
    logs.line("log", 1, "[pod/build-pod/step-export] + skopeo copy docker://a oci-archive:" + path);
    assertEquals(target, target(dump("build-pod")));
  }

  @Test
  void withoutACommandTheTargetIsNotKnown() throws IOException {
    logs.line("log", 1, "[pod/build-pod/step-export] Writing manifest " + DIGEST);
    assertEquals(Target.UNKNOWN, target(dump("build-pod")));
  }

  @Test
  void theLogOfAnotherPodSaysNothingOfThisOne() throws IOException {
    logs.line(
        "log", 1, "[pod/other/step-export] + skopeo copy docker://a oci-archive:/w/image.tar");
    assertEquals(Target.UNKNOWN, target(dump("build-pod")));
  }

  /** A pod that is gone has no mounts, so the path is of some archive. */
  @Test
  void aPodThatIsGoneExportedSomeArchive() throws IOException {
    logs.line(
        "log", 1, "[pod/build-pod/step-export] + skopeo copy docker://a oci-archive:/w/image.tar");
    assertEquals(
        Target.SOME_ARCHIVE,
        new Exports(ClusterDump.NONE, ARCHIVE, logs).target(null, null, EXPORT));
  }

  @Test
  void aLineThatPrintsTheDigestIsFound() throws IOException {
    logs.line("log", 7, "[pod/build-pod/step-export] Writing manifest " + DIGEST);
    Exports exports = new Exports(dump("build-pod"), ARCHIVE, logs);
    assertEquals("log line 7: Writing manifest " + DIGEST, exports.line(EXPORT, List.of(DIGEST)));
    assertNull(exports.line(EXPORT, List.of("e".repeat(64))));
    assertNull(exports.line(new LogStream("build-pod", null, "record"), List.of(DIGEST)));
  }

  /** A log that names only task and step may be that of any of two pods. */
  @Test
  void aLogWithoutAPodCountsForTheOnlyPodOfItsTask() throws IOException {
    logs.line("log", 7, "[build : export] Writing manifest " + DIGEST);
    LogStream asked = new LogStream("build-pod", "build", "export");
    assertEquals(
        "log line 7: Writing manifest " + DIGEST,
        new Exports(dump("build-pod"), ARCHIVE, logs).line(asked, List.of(DIGEST)));
    assertNull(
        new Exports(dump("build-pod", "build-retry"), ARCHIVE, logs).line(asked, List.of(DIGEST)));
  }
}
