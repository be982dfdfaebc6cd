package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterReader;
import dev.custody.report.cluster.Suspect.Question;
import dev.custody.report.cluster.Suspect.Standing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The security contexts of the steps of several tasks, compared field by field. */
class SecuritySettingsTest {
  private final List<RunTask> tasks = new ArrayList<>();

  /**
   * A task with one pod.
   *
   * @param pod fields of the pod's security context
   * @param steps of each step its name, a colon, and fields of its own security context
   */
  private SecuritySettingsTest task(String name, String pod, String... steps) throws IOException {
    List<String> containers = new ArrayList<>();
    for (String step : steps) {
      int colon = step.indexOf(':');
      containers.add(
          "{\"name\":\"%s\",\"securityContext\":{%s}}"
              .formatted(step.substring(0, colon), step.substring(colon + 1)));
    }
    String json =
        """
        [{"kind":"Pod","metadata":{"name":"%s","namespace":"n"},
          "spec":{"securityContext":{%s},"containers":[%s]}}]
        """
            .formatted(name, pod, String.join(",", containers));
    ClusterDump dump =
        ClusterReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump");
    tasks.add(new RunTask(name, null, dump.pods(), List.of()));
    return this;
  }

  private SecuritySettingsTest withoutPod(String name) {
    tasks.add(new RunTask(name, null, List.of(), List.of()));
    return this;
  }

  private List<Suspect> suspects() {
    return SecuritySettings.compare(tasks);
  }

  @Test
  void oneKnownPodIsNoComparison() throws IOException {
    assertEquals(List.of(), task("build", "", "step-a:").withoutPod("push").suspects());
  }

  @Test
  void equalContextsRuleItOut() throws IOException {
    Suspect only =
        task("build", "\"fsGroup\":5", "step-a:\"runAsUser\":7")
            .task("push", "\"fsGroup\":5", "step-b:\"runAsUser\":7")
            .suspects()
            .getFirst();
    assertEquals(Question.SECURITY_CONTEXT, only.question());
    assertEquals(Standing.RULED_OUT, only.standing());
    assertTrue(only.answer().contains("runAsUser 7, fsGroup 5"), only::answer);
  }

  @Test
  void aPodThatIsNotKnownRulesNothingOut() throws IOException {
    Suspect only =
        task("build", "", "step-a:")
            .task("push", "", "step-a:")
            .withoutPod("report")
            .suspects()
            .getFirst();
    assertEquals(Standing.NOT_KNOWN, only.standing());
    assertTrue(only.answer().contains("not known of report"), only::answer);
  }

  /** Only the fields that differ are told, of the tasks that have them. */
  @Test
  void differencesNameTheirTasks() throws IOException {
    Suspect found =
        task("build", "\"fsGroup\":5", "step-a:\"runAsUser\":7")
            .task("push", "\"fsGroup\":5", "step-a:\"runAsUser\":8")
            .suspects()
            .getFirst();
    assertEquals(Standing.FOUND, found.standing());
    assertTrue(found.answer().endsWith("build: runAsUser 7; push: runAsUser 8"), found::answer);
    assertFalse(found.answer().contains("fsGroup"), found::answer);
  }

  /** User and groups are ruled out beside a difference that is about something else. */
  @Test
  void identityIsRuledOutBesideAnotherDifference() throws IOException {
    List<Suspect> suspects =
        task("build", "\"fsGroup\":5", "step-a:\"privileged\":true")
            .task("push", "\"fsGroup\":5", "step-a:")
            .suspects();
    assertEquals(
        List.of(Question.SECURITY_CONTEXT, Question.USER_OR_GROUP),
        suspects.stream().map(Suspect::question).toList());
    assertEquals(Standing.RULED_OUT, suspects.getLast().standing());
  }

  /** Steps of one task that differ are told apart; Tekton's own containers are no steps. */
  @Test
  void stepsOfOneTaskAreToldApart() throws IOException {
    Suspect found =
        task(
                "build",
                "",
                "step-a:\"runAsUser\":1",
                "step-b:\"runAsUser\":2",
                "sidecar-x:\"runAsUser\":9")
            .task("push", "", "step-a:\"runAsUser\":1")
            .suspects()
            .getFirst();
    assertTrue(
        found.answer().endsWith("build step a, push: runAsUser 1; build step b: runAsUser 2"),
        found::answer);
  }
}
