package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.report.cluster.Suspect.Standing;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which reasons for a difference a dump rules out, and which it finds. */
class SuspectsTest {
  private static String answer(ClusterSection section, String question) {
    return section.suspects().stream()
        .filter(s -> s.question().equals(question))
        .map(s -> s.standing() + ": " + s.answer())
        .findFirst()
        .orElseThrow(() -> new AssertionError(section.suspects().toString()));
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
    assertEquals(
        "RULED_OUT: same claim c in both tasks: another volume is ruled out",
        answer(section, "another volume"));
    assertEquals("RULED_OUT: same node node-a", answer(section, "another node"));
    assertEquals(
        "RULED_OUT: same service account pipeline", answer(section, "another service account"));
    assertEquals(
        "RULED_OUT: the tasks of this run ran one after the other",
        answer(section, "tasks at the same time"));
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
    assertEquals(
        "FOUND: push-dr and push-prod overlapped by 41 s",
        answer(section, "tasks at the same time"));
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
    assertEquals(
        "RULED_OUT: the tasks of this run ran one after the other",
        answer(section, "tasks at the same time"));
  }

  @Test
  void otherContextsAreFoundAndTheSameRuledOut() throws IOException {
    String one = "\"securityContext\":{\"runAsUser\":1,\"fsGroup\":5000},";
    String other = "\"securityContext\":{\"runAsUser\":2,\"fsGroup\":5000},";
    assertEquals(
        "RULED_OUT: security contexts identical: runAsUser 1, fsGroup 5000",
        answer(
            new Situation()
                .task("build", "c", 0, 60, one, "", "")
                .task("push", "c", 70, 100, one, "", "")
                .section(),
            "another security context"));
    assertEquals(
        "FOUND: security contexts differ: build: runAsUser 1; push: runAsUser 2",
        answer(
            new Situation()
                .task("build", "c", 0, 60, one, "", "")
                .task("push", "c", 70, 100, other, "", "")
                .section(),
            "another security context"));
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
            .filter(s -> s.question().startsWith("another security context"))
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
        suspects.stream().filter(s -> s.question().equals("another user or group")).count());
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
}
