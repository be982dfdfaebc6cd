package dev.custody.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.VerdictWord;
import dev.custody.report.render.Headline;
import dev.custody.report.render.TextDocument;
import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import dev.custody.report.run.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tasks returned tells the story where their pods left no record. */
class TaskResultsTest {
  private static final String BUILT =
      "{\"custody\":\"1\",\"at\":\"2026-11-25T19:13:08.960704685Z\",\"record\":\"sha256:"
          + "7".repeat(64)
          + "\",\"manifest\":\"sha256:"
          + "c".repeat(64)
          + "\",\"config\":\"sha256:"
          + "6".repeat(64)
          + "\",\"index\":\"sha256:"
          + "a".repeat(64)
          + "\",\"size\":7168,\"runUid\":\"72f11e16-fbc8-40ce-bffa-41d525e195fc\","
          + "\"taskRun\":\"run-build\"}";

  private static ReportDocument document(List<TaskOutcome> outcomes) {
    return ReportBuilder.document(new RecordCollection(), outcomes);
  }

  /** The build and a push a minute later saw the same, and more was returned. */
  private static ReportDocument pushed(String... more) {
    List<String> values = new ArrayList<>();
    values.add("build.RECORD=" + BUILT);
    values.add("push.RECORD=" + BUILT.replace("19:13:08", "19:14:08"));
    values.addAll(List.of(more));
    return document(TaskOutcome.parse(values));
  }

  @Test
  void tellsOfATaskWithoutARecord() {
    List<TaskOutcome> outcomes =
        TaskOutcome.parse(
            List.of(
                "build.status=Succeeded",
                "build.RECORD=" + BUILT,
                "push.status=Failed",
                "push.reason=StepFailed",
                "push.VERDICT=unknown",
                "push.CAUSE=MODE_DENIES",
                "push.RECORD=$(tasks.push.results.RECORD)"));
    ReportDocument document = document(outcomes);
    String log = TextDocument.render(document);

    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    assertTrue(log.replaceAll("\\s+", " ").contains("a record of push"), log);
    assertTrue(log.contains("MODE_DENIES"), log);
    assertTrue(document.missing().toString().contains("push"), document::toString);
    // The compact record that the build returned stands for the full one.
    assertEquals(1, document.records().size());
  }

  @Test
  void aVerdictFailIsNotHiddenByMissingRecords() {
    assertEquals(
        VerdictWord.FAIL, document(TaskOutcome.parse(List.of("push.VERDICT=fail"))).verdict());
  }

  /** A push that failed for a reason of its own, such as a login, is named beside a pass. */
  @Test
  void namesATaskThatFailedOtherwise() {
    List<TaskOutcome> outcomes =
        TaskOutcome.parse(List.of("push.status=Failed", "push.VERDICT=pass"));
    String summary = Headline.of(document(outcomes));
    assertTrue(summary.contains("push: Failed, VERDICT=pass"), summary);
  }

  /** The headline is about push-dr; push, whose name is a part of that, failed as well. */
  @Test
  void namesAFailedTaskWhoseNameIsPartOfAnothers() {
    String other =
        BUILT
            .replace("19:13:08.960704685Z", "19:14:00Z")
            .replace("c".repeat(64), "d".repeat(64))
            .replace("6".repeat(64), "5".repeat(64))
            .replace(",\"taskRun\":\"run-build\"", "");
    ReportDocument document =
        document(
            TaskOutcome.parse(
                List.of(
                    "build.RECORD=" + BUILT,
                    "build.status=Succeeded",
                    "push-dr.RECORD=" + other,
                    "push-dr.status=Failed",
                    "push.status=Failed",
                    "push.reason=TaskRunTimeout")));
    assertTrue(
        document.headline().endsWith("; push: Failed (TaskRunTimeout)"), document.headline());
    assertFalse(document.headline().contains("; push-dr: Failed"), document.headline());
  }

  /** With long names the compact record has no room for the task run; who returned it is known. */
  @Test
  void aRecordIsOfTheTaskThatReturnedItAndItsFailureIsTold() {
    String seen =
        BUILT
            .replace("2026-11-25T19:13:08.960704685Z", "2026-11-25T19:14:00Z")
            .replace(",\"taskRun\":\"run-build\"", "");
    ReportDocument document =
        document(
            TaskOutcome.parse(
                List.of(
                    "build.RECORD=" + BUILT,
                    "push.RECORD=" + seen,
                    "push.VERDICT=pass",
                    "push.status=Failed")));
    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    String summary = Headline.of(document);
    assertTrue(
        summary.startsWith("UNKNOWN  push failed; push found the image that build recorded"),
        summary);
    assertEquals(
        List.of("the full record of push; Tekton says about it: Failed, VERDICT=pass"),
        document.missing());
  }

  /**
   * A compact record of custody 0.1 does not say that its archive was sound: it is a pass only if
   * the task's own gate said so.
   */
  @Test
  void aCompactRecordOfCustody01PassesByTheTasksVerdictOnly() {
    ReportDocument alone = pushed();
    assertEquals(VerdictWord.UNKNOWN, alone.verdict());
    assertTrue(alone.headline().contains("does not say whether"), alone.headline());
    assertEquals(VerdictWord.PASS, pushed("push.VERDICT=pass").verdict());
    assertEquals(VerdictWord.FAIL, pushed("push.VERDICT=fail").verdict());
  }

  @Test
  void aCompactRecordSaysWhetherItsArchiveWasSound() {
    String sound = BUILT.replace("\"runUid\"", "\"depth\":1,\"runUid\"");
    for (String found : List.of("", "damaged", "cannot_tell")) {
      String push =
          sound
              .replace("19:13:08", "19:14:08")
              .replace(
                  "\"runUid\"",
                  found.isEmpty() ? "\"runUid\"" : "\"worst\":\"" + found + "\",\"runUid\"");
      assertEquals(
          switch (found) {
            case "damaged" -> VerdictWord.FAIL;
            case "cannot_tell" -> VerdictWord.UNKNOWN;
            default -> VerdictWord.PASS;
          },
          document(TaskOutcome.parse(List.of("build.RECORD=" + sound, "push.RECORD=" + push)))
              .verdict(),
          found);
    }
  }

  /** As where only a statement could not be kept: the registry is known to hold the image. */
  @Test
  void aTaskThatFailedAfterItsPushWasConfirmedIsAPass() {
    ReportDocument document =
        pushed(
            "push.VERDICT=pass",
            "push.PUSH_VERDICT=pass",
            "push.TAG_VERDICT=pass",
            "push.status=Failed",
            "push.reason=TaskRunTimeout");
    assertEquals(VerdictWord.PASS, document.verdict());
    String summary = Headline.of(document);
    assertTrue(summary.endsWith("; push failed (TaskRunTimeout)"), summary);
  }

  /** Nobody else saw what that push did. */
  @Test
  void aTaskThatFailedWithoutARecordIsNoPass() {
    ReportDocument document =
        pushed(
            "push.status=Succeeded",
            "push-dr.status=Failed",
            "push-dr.IMAGE_URL=quay.io/team/model:1.0",
            "push-dr.reason=TaskRunImagePullFailed");
    assertEquals(VerdictWord.UNKNOWN, document.verdict());
    assertTrue(
        document.headline().endsWith("; push-dr: Failed (TaskRunImagePullFailed)"),
        document.headline());
  }

  /** Swapped after the look, in observe mode: every task succeeded. */
  @Test
  void anotherImageWasPushedAfterTheLook() {
    String other = "sha256:" + "d".repeat(64);
    ReportDocument document =
        pushed(
            "push.VERDICT=pass",
            "push.PUSH_VERDICT=fail",
            "push.PUSHED_DIGEST=" + other,
            "push.IMAGE_URL=quay.io/team/model:1.0",
            "push.TAG_VERDICT=pass",
            "push.status=Succeeded");
    assertEquals(VerdictWord.FAIL, document.verdict());
    String summary = Headline.of(document);
    assertTrue(summary.contains("pushed another image (sha256:dddddddddddddddd…) than"), summary);
    assertTrue(summary.contains("; the tag names the recorded image"), summary);
    String text = TextDocument.render(document).replaceAll("\\s+", " ");
    assertTrue(text.contains("skopeo delete docker://quay.io/team/model@" + other), text);
  }

  @Test
  void unresolvedAndEmptyValuesAreNotThere() {
    TaskOutcome push =
        TaskOutcome.parse(List.of("push.VERDICT=$(tasks.push.results.VERDICT)", "push.reason="))
            .getFirst();
    assertEquals("status not known", push.sentence());
  }

  @Test
  void refusesOtherForms() {
    for (String other : List.of("push", "push=fail", ".VERDICT=fail", "push.=fail", "")) {
      assertThrows(IllegalArgumentException.class, () -> TaskOutcome.parse(List.of(other)), other);
    }
  }

  @Test
  void isNeverLongerThanItSays() {
    List<String> given = new ArrayList<>();
    for (int task = 0; task < 200; task++) {
      given.add("task-" + task + ".status=Failed");
      given.add("task-" + task + ".CAUSE=" + "Ä".repeat(200));
    }
    List<TaskOutcome> outcomes = TaskOutcome.parse(given);
    ReportDocument document = document(outcomes);
    assertEquals(60, TextDocument.render(document).lines().count());
    String summary = Headline.of(document);
    assertTrue(summary.getBytes(StandardCharsets.UTF_8).length <= 300, summary);
  }
}
