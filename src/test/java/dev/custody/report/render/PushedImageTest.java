package dev.custody.report.render;

import static dev.custody.report.render.AlteredDumpTest.kind;
import static dev.custody.report.render.AlteredDumpTest.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.report.render.AlteredDumpTest.Altered;
import dev.custody.report.run.ReportDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Real runs whose tasks saw the recorded image before the push, and whose results say that another
 * one was pushed afterwards.
 */
class PushedImageTest {
  private static final String RECORDED =
      "sha256:e0978b2bf0b809bac38393f6673b7aa3a3f7594a5d7442e8999f4a1b6673220b";
  private static final String OTHER = "sha256:" + "7".repeat(64);

  /** The happy run, in which a push ended so; an empty value takes a result away. */
  private static Altered run(boolean succeeded, Map<String, String> results) throws IOException {
    return new Altered("happy")
        .with(
            named("push-to-internal").and(kind("TaskRun")),
            o -> {
              ObjectNode status = (ObjectNode) o.path("status");
              ArrayNode list = JsonMapper.shared().createArrayNode();
              results.forEach((name, value) -> {
                ObjectNode one = list.addObject();
                one.put("name", name).put("value", value);
              });
              status.set("results", list);
              status.path("steps").forEach(step -> ((ObjectNode) step).remove("results"));
              ((ObjectNode) status.path("conditions").path(0))
                  .put("status", succeeded ? "True" : "False")
                  .put("reason", succeeded ? "Succeeded" : "StepFailed");
            });
  }

  private static String flat(ReportDocument document) {
    return TextDocument.render(document).replaceAll("\\s+", " ");
  }

  @Test
  void anotherImageWasPushedAfterTheRecord() throws IOException {
    ReportDocument document =
        run(
                true,
                Map.of(
                    "VERDICT", "pass",
                    "PUSH_VERDICT", "fail",
                    "PUSHED_DIGEST", OTHER,
                    "TAG_VERDICT", "fail"))
            .document("confirm");
    assertEquals(VerdictWord.FAIL, document.verdict());
    String said =
        "push-to-internal pushed another image (sha256:7777777777777777…) than build recorded"
            + " (sha256:e0978b2bf0b809ba…); the tag names another image than the recorded one";
    assertEquals("FAIL  " + said, Headline.of(document));
    assertTrue(JunitDocument.render(document).contains(said));
    String happened =
        "push-to-internal pushed another image, " + OTHER + ", than build recorded, " + RECORDED;
    assertEquals(
        happened + "; the tag names another image than the recorded one",
        document.runs().getFirst().summary().happened().getFirst());
    String text = flat(document);
    assertFalse(text.contains("happened push-to-internal holds the recorded image"), text);
    assertTrue(
        text.contains(
            " do move the tag back: skopeo copy --all --preserve-digests"
                + " docker://registry.example:5001/internal/model@"
                + RECORDED
                + " docker://registry.example:5001/internal/model:1.0; where the repository does"
                + " not hold that image"),
        text);
    assertTrue(HtmlDocument.render(document).contains("move the tag back"));
    assertTrue(MarkdownDocument.render(document).contains("move the tag back"));
  }

  /** No verdict of a confirm step is there, as in an own task that keeps only the digest. */
  @Test
  void theDigestAloneTells() throws IOException {
    ReportDocument document = run(true, Map.of("PUSHED_DIGEST", OTHER)).document("confirm");
    assertEquals(VerdictWord.FAIL, document.verdict());
    assertTrue(flat(document).contains(" do look where the tag points"), flat(document));
    document = run(true, Map.of("PUSHED_DIGEST", RECORDED)).document("confirm");
    assertEquals(VerdictWord.PASS, document.verdict());
  }

  @Test
  void theTagAloneIsWrong() throws IOException {
    ReportDocument document =
        run(true, Map.of("PUSH_VERDICT", "pass", "TAG_VERDICT", "fail")).document("confirm");
    assertEquals(
        "FAIL  push-to-internal: the registry holds the recorded image; the tag names another image"
            + " than the recorded one",
        Headline.of(document));
  }

  @Test
  void whatTheRegistryHoldsIsNotKnown() throws IOException {
    ReportDocument document =
        run(false, Map.of("VERDICT", "pass", "PUSH_VERDICT", "unknown")).document("confirm");
    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    assertEquals(
        "UNKNOWN  push-to-internal: nothing tells which image the registry holds",
        Headline.of(document));
  }

  /** As of a login: what was compared agrees, and nobody can tell what the registry holds. */
  @Test
  void aPushThatFailedAfterAGoodLookIsNoPass() throws IOException {
    ReportDocument document = run(false, Map.of("VERDICT", "pass")).document("confirm");
    String headline = Headline.of(document);
    assertTrue(
        headline.startsWith(
            "UNKNOWN  push-to-internal failed (StepFailed); push-to-internal, push-to-quay found"),
        headline);
    assertTrue(
        JunitDocument.render(document)
            .contains("name=\"push-to-internal\"><error message=\"push-to-internal failed"),
        JunitDocument.render(document));
  }

  /** The push of a task that left no record is held against the recorded image too. */
  @Test
  void aTaskWithoutARecordPushedAnotherImage() throws IOException {
    ReportDocument document =
        run(true, Map.of("VERDICT", "pass", "PUSHED_DIGEST", OTHER)).document("push-to-internal");
    assertEquals(VerdictWord.FAIL, document.verdict());
    String headline = Headline.of(document);
    assertTrue(headline.startsWith("FAIL  push-to-internal pushed another image"), headline);
    assertTrue(flat(document).contains("registry.example:5001/internal/model:1.0"), flat(document));
  }

  @Test
  void theCaseOfATaskThatPushedAnotherImageFails() throws IOException {
    for (String noRecordsOf : new String[] {"confirm", "push-to-internal"}) {
      String junit =
          JunitDocument.render(
              run(true, Map.of("VERDICT", "pass", "PUSHED_DIGEST", OTHER)).document(noRecordsOf));
      assertTrue(
          junit.contains(
              "name=\"push-to-internal\"><failure message=\"push-to-internal pushed another image"),
          junit);
      assertTrue(junit.contains("failures=\"2\""), junit);
    }
  }

  /** What is not the plain name of an image is no part of a command, and is not kept. */
  @Test
  void onlyANameOfAnImageIsTakenFromTheParameters() throws IOException {
    for (String destination :
        new String[] {"registry/m; rm -rf /", "user:secret@quay.io/m:1", "$(params.x)", "-rf"}) {
      Altered run = run(true, Map.of("VERDICT", "pass", "PUSHED_DIGEST", OTHER));
      run.with(
          named("push-to-internal").and(kind("TaskRun")),
          o ->
              o.path("spec")
                  .path("params")
                  .forEach(p -> {
                    if (p.path("name").asString("").equals("destination")) {
                      ((ObjectNode) p).put("value", destination);
                    }
                  }));
      String text = flat(run.document("confirm"));
      assertTrue(text.contains("docker://REPOSITORY@"), text);
      assertFalse(text.contains(destination), text);
    }
  }

  /** Tekton's own words, where no step's end tells. */
  @Test
  void theMessageOfAFailedTaskRunIsTold() throws IOException {
    Altered run = run(false, Map.of());
    run.with(
        named("push-to-internal").and(kind("TaskRun")),
        o -> {
          ObjectNode status = (ObjectNode) o.path("status");
          status.remove("steps");
          ((ObjectNode) status.path("conditions").path(0))
              .put("reason", "TaskRunImagePullFailed")
              .put("message", "the step push failed to pull the image quay.io/skopeo/stable:v9");
        });
    String text = flat(run.document("push-to-internal"));
    assertTrue(text.contains("Tekton says: the step push failed to pull the image"), text);
    text = flat(run.document("confirm"));
    assertTrue(
        text.contains(
            "failed (TaskRunImagePullFailed) after its look at the archive; Tekton says: the step"),
        text);
  }

  @Test
  void aVerdictThatContradictsItsRecordIsTold() throws IOException {
    ReportDocument document =
        run(true, Map.of("VERDICT", "fail", "CAUSE", "REPLACED")).document("confirm");
    assertEquals(VerdictWord.FAIL, document.verdict());
    assertEquals(
        "FAIL  push-to-internal says fail in its results (REPLACED)", Headline.of(document));
  }

  @Test
  void theTimelineTellsWhatThePushLeft() throws IOException {
    ReportDocument document = new Altered("observe").document("no such");
    assertTrue(
        document
            .runs()
            .getFirst()
            .timeline()
            .toString()
            .contains(
                "before this time; the registry holds another image than the recorded one,"
                    + " sha256:72537b8a"),
        document::toString);
  }

  /** Of many lines that tools print, the one that names the image comes first. */
  @Test
  void aMismatchOfAKnownDigestComesFirst(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("push.log");
    Files.writeString(
        log,
        "write /var/tmp/x: no space left on device\n"
            + "MANIFEST_INVALID: manifest invalid\n"
            + "Digest did not match, expected "
            + RECORDED
            + ", got "
            + OTHER
            + "\n");
    String first =
        new Altered("happy")
            .withLog(log)
            .document("no such")
            .runs()
            .getFirst()
            .summary()
            .happened()
            .getFirst();
    assertTrue(first.contains("Digest did not match, expected " + RECORDED), first);
  }
}
