package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.report.cluster.Suspect.Question;
import dev.custody.report.cluster.Suspect.Standing;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which reasons for a difference a dump rules out, and which it finds. */
class SuspectsTest {
  /**
   * That the question has this standing, and that its answer holds the facts; goldens hold the
   * words.
   */
  private static void assertAnswer(
      Standing standing, Question question, ClusterSection section, String... facts) {
    Suspect suspect =
        section.suspects().stream()
            .filter(s -> s.question() == question)
            .findFirst()
            .orElseThrow(() -> new AssertionError(section.suspects().toString()));
    assertEquals(standing, suspect.standing(), suspect::toString);
    for (String fact : facts) {
      assertTrue(suspect.answer().contains(fact), suspect::toString);
    }
  }

  @Test
  void oneClaimIsSaidToRuleOutAnotherVolume() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 60)
            .task("push", "c", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .section();
    assertAnswer(Standing.RULED_OUT, Question.VOLUME, section, "claim c ");
    assertAnswer(Standing.RULED_OUT, Question.NODE, section, "node-a");
    assertAnswer(Standing.RULED_OUT, Question.SERVICE_ACCOUNT, section, "pipeline");
    assertAnswer(Standing.RULED_OUT, Question.SAME_TIME, section);
  }

  /** The pod of tamper was deleted; of its TaskRun only the times are left. */
  @Test
  void aTaskWhosePodIsGoneRulesNothingOut() throws IOException {
    String one = "\"securityContext\":{\"runAsUser\":1,\"fsGroup\":5000},";
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 60, one, "", "")
            .task("push", "c", 70, 100, one, "", "")
            .with(
                """
                {"kind":"TaskRun","metadata":{"name":"r-tamper","namespace":"n","labels":{
                  "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
                  "tekton.dev/pipelineTask":"tamper"}},
                 "spec":{"serviceAccountName":"root-builder",
                  "workspaces":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}]},
                 "status":{"podName":"tamper-pod","steps":[{"name":"s","container":"step-s",
                  "terminated":{"startedAt":"2026-11-25T10:01:01Z",
                   "finishedAt":"2026-11-25T10:01:05Z"}}]}}
                """)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .section();
    for (Question question :
        List.of(Question.SECURITY_CONTEXT, Question.SERVICE_ACCOUNT, Question.NODE)) {
      assertAnswer(Standing.NOT_KNOWN, question, section, "tamper");
    }
    assertAnswer(Standing.RULED_OUT, Question.VOLUME, section, "claim c", "directory", "tamper");
  }

  @Test
  void oneTaskRulesNoOtherVolumeOut() throws IOException {
    ClusterSection section =
        new Situation().task("build", "c", 0, 60).observed("build", 50, "").section();
    assertAnswer(Standing.NOT_KNOWN, Question.VOLUME, section, "claim c ", "build");
  }

  @Test
  void overlapsAreSaidInSeconds() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 20)
            .task("push-dr", "c", 30, 90)
            .task("push-prod", "c", 49, 120)
            .observed("build", 10, "")
            .section();
    assertAnswer(Standing.FOUND, Question.SAME_TIME, section, "push-dr", "push-prod", "41 s");
  }

  /** The end of a step is known to the second only. */
  @Test
  void lessThanASecondIsNoOverlap() throws IOException {
    ClusterSection section =
        new Situation()
            .task("build", "c", 0, 20)
            .task("push", "c", 30, 90)
            .with(
                """
                {"kind":"Pod","metadata":{"name":"late","namespace":"n","labels":{
                  "tekton.dev/pipelineRunUID":"u","tekton.dev/pipelineTask":"late"}},
                 "spec":{"volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"c"}}],
                  "containers":[{"name":"step-s","volumeMounts":[{"name":"w","mountPath":"/w"}]}]},
                 "status":{"containerStatuses":[{"name":"step-s","state":{"terminated":{
                  "startedAt":"2026-11-25T10:01:29.500Z","finishedAt":"2026-11-25T10:02:00Z"}}}]}}
                """)
            .observed("build", 10, "")
            .section();
    assertAnswer(Standing.RULED_OUT, Question.SAME_TIME, section);
  }

  @Test
  void otherContextsAreFoundAndTheSameRuledOut() throws IOException {
    String one = "\"securityContext\":{\"runAsUser\":1,\"fsGroup\":5000},";
    String other = "\"securityContext\":{\"runAsUser\":2,\"fsGroup\":5000},";
    assertAnswer(
        Standing.RULED_OUT,
        Question.SECURITY_CONTEXT,
        new Situation()
            .task("build", "c", 0, 60, one, "", "")
            .task("push", "c", 70, 100, one, "", "")
            .section(),
        "runAsUser 1",
        "fsGroup 5000");
    assertAnswer(
        Standing.FOUND,
        Question.SECURITY_CONTEXT,
        new Situation()
            .task("build", "c", 0, 60, one, "", "")
            .task("push", "c", 70, 100, other, "", "")
            .section(),
        "build: runAsUser 1",
        "push: runAsUser 2");
  }

  /** Every field counts, of the pod and of each step; what states its default is not set. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"capabilities\":{\"drop\":[\"ALL\"]}' | build: none of these; push: capabilities.drop"
            + " ALL",
        "'\"seccompProfile\":{\"type\":\"RuntimeDefault\"}'"
            + " | build: none of these; push: seccompProfile.type RuntimeDefault",
        "'\"appArmorProfile\":{\"type\":\"Unconfined\"}'"
            + " | build: none of these; push: appArmorProfile.type Unconfined",
        "'\"runAsNonRoot\":true' | build: none of these; push: runAsNonRoot true",
        "'\"readOnlyRootFilesystem\":true'"
            + " | build: none of these; push: readOnlyRootFilesystem true",
        "'\"allowPrivilegeEscalation\":false'"
            + " | build: none of these; push: allowPrivilegeEscalation false",
        "'\"procMount\":\"Unmasked\"' | build: none of these; push: procMount Unmasked",
        "'\"newInTheNextRelease\":7' | build: none of these; push: newInTheNextRelease 7",
        "'\"privileged\":false,\"windowsOptions\":{\"hostProcess\":true}' | ''",
      })
  void everyFieldOfAContextIsCompared(String field, String difference) throws IOException {
    String pod = "\"securityContext\":{\"runAsUser\":1},";
    List<Suspect> suspects =
        new Situation()
            .task("build", "c", 0, 60, pod, "", "")
            .task("push", "c", 70, 100, pod, "}],\"securityContext\":{" + field + "},\"x\":[{", "")
            .section()
            .suspects();
    List<String> answers =
        suspects.stream()
            .filter(s -> s.question() == Question.SECURITY_CONTEXT)
            .map(Suspect::answer)
            .toList();
    assertEquals(
        List.of(
            difference.isEmpty()
                ? "security contexts identical: runAsUser 1"
                : "security contexts differ: " + difference),
        answers);
    assertEquals(
        difference.isEmpty() ? 0 : 1,
        suspects.stream().filter(s -> s.question() == Question.USER_OR_GROUP).count());
  }

  @Test
  void suspectsThatAreFoundComeFirst() throws IOException {
    List<Standing> standings =
        new Situation()
                .task("build", "c", 0, 60)
                .task("push", "empty", 70, 100)
                .observed("build", 50, "")
                .observed("push", 90, "")
                .section()
                .suspects()
                .stream()
                .map(Suspect::standing)
                .toList();
    assertEquals(standings.stream().sorted().toList(), standings);
    assertEquals(Standing.FOUND, standings.getFirst());
  }

  /** A claim that is bound to a directory of the node shows another one on the next node. */
  @Test
  void oneClaimOfTheNodesOwnDisksIsAnotherVolumeOnEachNode() throws IOException {
    ClusterSection section =
        new Situation()
            .bound("c", "/srv/c")
            .task("build", "c", 0, 60)
            .onNode("node-b")
            .task("push", "c", 70, 100)
            .observed("build", 50, "")
            .observed("push", 90, "")
            .section();
    assertAnswer(
        Standing.FOUND, Question.VOLUME, section, "build: node node-a", "push: node node-b");
  }
}
