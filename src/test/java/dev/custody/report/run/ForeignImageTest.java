package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.custody.report.run.ReportDocument.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an image comes from that no record of this run or another knows. */
class ForeignImageTest {
  @TempDir private Path folder;

  private static String pod(String name, String step, String from, String until) {
    return """
    {"kind":"Pod","metadata":{"name":"%1$s","namespace":"release","labels":{
      "tekton.dev/pipelineTask":"%1$s"}},
     "spec":{"nodeName":"node-a",
      "volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
      "containers":[{"name":"step-%2$s",
       "volumeMounts":[{"name":"w","mountPath":"/workspace/source"}]}]},
     "status":{"containerStatuses":[{"name":"step-%2$s","state":{"terminated":{"exitCode":0,
      "startedAt":"2026-11-23T19:30:%3$sZ","finishedAt":"2026-11-23T19:30:%4$sZ"}}}]}}
    """
        .formatted(name, step, from, until);
  }

  /** Two pushes found two foreign images, and the log of one writer prints the first of them. */
  @Test
  void theProvenWriterIsNamedForTheImageThatItsLogPrintsOnly() throws IOException {
    Records records =
        new Records()
            .add("r", "build", 10)
            .withManifest("aaaaaaaa")
            .add("r", "push-a", 30)
            .withManifest("bbbbbbbb")
            .add("r", "push-b", 50);
    String found = RecordFacts.manifest(records.collection().records().get(1).evidence()).hex();
    Path dump = folder.resolve("dump.json");
    Files.writeString(
        dump,
        "["
            + pod("release-7-build-pod", "record", "05", "55")
            + ","
            + pod("tamper", "export", "15", "20")
            + "]");
    Path log = folder.resolve("tamper.log");
    Files.writeString(
        log,
        """
        [pod/tamper/step-export] + skopeo copy docker://a oci-archive:/workspace/source/image.tar
        [pod/tamper/step-export] Writing manifest sha256:%s
        """
            .formatted(found));
    List<Image> images =
        ReportBuilder.document(
                records.collection().addCluster(dump, "dump.json").addLog(log, "tamper.log"))
            .runs()
            .getFirst()
            .summary()
            .images();
    assertEquals(3, images.size(), images::toString);
    assertEquals("tamper, according to the log of its step export", images.get(1).origin());
    assertNull(images.get(2).origin(), images::toString);
  }
}
