package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a real cluster showed of our first files, put back one defect at a time: the runner must see
 * each of them, or its green runs would prove nothing.
 */
class OldDefectsIT extends PipelineFixture {
  private static final String PUSH_TASK = "task/skopeo-push-verified/skopeo-push-verified.yaml";

  /** A step's exit code fails its task, and a failed task of finally fails the run. */
  @Test
  void aReportWithoutOnErrorFailsAnObservedRun() throws IOException {
    before.put("push-to-internal", this::rewrite);
    params.put("on-error", "continue");
    var run = run(without("pipeline/model-image.yaml", "(?m)^ *onError: continue\\n"));

    assertFalse(run.succeeded(), run::log);
    assertEquals("StepFailed", run.task("report").reason(), run::log);
  }

  /** The report was two steps: the first one's exit code skipped the one that saves. */
  @Test
  void aStepAfterAVerdictIsSkipped() throws IOException {
    before.put("push-to-internal", this::rewrite);
    resources.put(
        "Task/skopeo-push-verified",
        PipelineIT.changed(
            PUSH_TASK,
            "  steps:\n",
            """
              steps:
                - name: show
                  image: quay.io/skopeo/stable:v1
                  command: [sh, -c, exit 1]
            """));
    var run = run();

    assertEquals(List.of("show"), run.task("push-to-internal").stepNames(), run::log);
  }

  /** The public skopeo image sets it, and it beats the workspace's login and the pod's home. */
  @Test
  void theImagesOwnAuthFileHidesBothLogins() throws IOException {
    resources.put(
        "Task/skopeo-push-verified",
        without(PUSH_TASK, "(?m)^ *- name: REGISTRY_AUTH_FILE\\n *value: \"\"\\n"));
    serviceAccountLogin = quay.dockerConfig();
    var run = run();

    assertTrue(run.task("push-to-internal").succeeded(), run::log);
    assertFalse(run.task("push-to-quay").succeeded(), run::log);
    assertTrue(run.task("push-to-quay").step("push").log().contains("unauthorized"), run::log);
    assertNothingIn(quay, "quay");
  }

  /** The key that {@code kubectl create secret docker-registry} makes is no config.json. */
  @Test
  void aDockerRegistrySecretThatIsNotMappedIsNoLogin() throws IOException {
    workspaces.put("dockerconfig", secret(".dockerconfigjson"));
    var run = run();

    assertFalse(run.succeeded(), run::log);
    assertTrue(run.task("push-to-quay").step("push").log().contains("unauthorized"), run::log);
    assertNothingIn(quay, "quay");
  }

  /** Compared with what was pushed instead of what was expected, a swapped archive passes. */
  @Test
  void comparingWithWhatWasPushedPassesASwappedArchive() throws IOException {
    String text =
        Files.readString(Resource.ROOT.resolve(PUSH_TASK))
            .replaceAll(
                "(name: custody-confirm(?s:.)*?name: expected-record\\n *value: )[^\\n]*(\\n"
                    + " *- name: expected-digest\\n *value: )[^\\n]*",
                "$1none$2\\$(steps.push.results.PUSHED_DIGEST)");
    resources.put(
        "Task/skopeo-push-verified", Resource.parse(Resource.ROOT.resolve(PUSH_TASK), text));
    params.put("push-by", "tag");
    before.put("push-to-internal/push", this::rewrite);
    var run = run();

    assertEquals(
        "pass", run.task("push-to-internal").results().get("PUSH_VERDICT"), "the false word");
    assertEquals(
        Optional.of(digest("other")), internal.digest("internal/" + name + ":1"), run::log);
  }

  /** Tekton tells every attempt of a task by reference that it is attempt 0, of one TaskRun. */
  @Test
  void recordsNamedAfterTheTaskRunOverwriteEachOther() throws IOException {
    before.put("push-to-internal", this::rewrite);
    resources.put(
        "Task/skopeo-push-verified",
        PipelineIT.changed(
            PUSH_TASK, "$(CUSTODY_POD)-verify.json", "$(context.taskRun.name)-verify.json"));
    var run =
        run(
            PipelineIT.changed(
                "pipeline/model-image.yaml",
                "- name: push-to-internal\n      taskRef",
                "- name: push-to-internal\n      retries: 2\n      taskRef"));

    assertEquals(3, run.attempts().getOrDefault("push-to-internal", List.of()).size(), run::log);
    assertEquals(2, records().size(), "the build's and that of the last of three attempts");
  }

  /** A params entry that names a missing result makes Tekton skip the report. */
  @Test
  void aReportThatAsksForResultsInItsParamsIsSkipped() throws IOException {
    params.put("source", "oci:nothing:latest");
    var run =
        run(
            PipelineIT.changed(
                "pipeline/model-image.yaml",
                "            - --task-result=build.status=$(tasks.build.status)\n",
                """
                            - --task-result=build.status=$(tasks.build.status)
                            - --task-result=build.RECORD=$(tasks.build.results.RECORD)
                """));

    assertEquals(List.of("report"), run.skipped(), run::log);
  }

  /** Copied as skopeo copies by default, one platform's manifest gets the tag of an index. */
  @Test
  void anIndexThatIsNotPushedWholeIsTaggedAsOnePlatform() throws IOException {
    String index = nestedIndex();
    resources.put("Task/skopeo-push-verified", without(PUSH_TASK, "--all --preserve-digests "));
    params =
        Map.of(
            "destination",
            internal.address() + "/push/" + name + ":1",
            "digest",
            index,
            "push-by",
            "tag");
    var run = run(Resource.parse(Path.of("push.yaml"), PushIT.PUSH));

    assertFalse(run.succeeded(), run::log);
    assertEquals(List.of("1"), internal.tags("push/" + name), run::log);
    assertNotEquals(Optional.of(index), internal.digest("push/" + name + ":1"), run::log);
  }

  /** Tekton ends the task at a step that exceeds its timeout, whatever its onError says. */
  @Test
  void aStepThatExceedsItsTimeoutEndsAnObservedRun() throws IOException {
    resources.put(
        "Task/skopeo-push-verified",
        PipelineIT.changed(
            PUSH_TASK,
            "  steps:\n",
            """
              steps:
                - name: slow
                  onError: continue
                  timeout: 1s
                  image: quay.io/skopeo/stable:v1
                  command: [sh, -c, "while :; do :; done"]
            """));
    params = Map.of("destination", "none", "digest", "none", "push-by", "tag");
    var run = run(Resource.parse(Path.of("push.yaml"), PushIT.PUSH));

    assertFalse(run.succeeded(), run::log);
    assertEquals(List.of("slow"), run.task("push").stepNames(), run::log);
    assertTrue(run.task("push").step("slow").timedOut(), run::log);
  }

  /** Where the namespace asks for it, a pod that does not meet the standard is not made. */
  @Test
  void aTaskWithoutASecurityContextIsNotAdmitted() throws IOException {
    restricted = true;
    resources.put(
        "Task/skopeo-push-verified",
        PipelineIT.changed(PUSH_TASK, "      allowPrivilegeEscalation: false\n", ""));
    params = Map.of("destination", "none", "digest", "none", "push-by", "tag");
    var run = run(Resource.parse(Path.of("push.yaml"), PushIT.PUSH));

    assertFalse(run.succeeded(), run::log);
    assertEquals(List.of(), run.task("push").stepNames(), run::log);
    assertTrue(run.task("push").reason().contains("allowPrivilegeEscalation != false"), run::log);
  }

  private static Resource without(String file, String pattern) throws IOException {
    Path path = Resource.ROOT.resolve(file);
    String text = Files.readString(path);
    String less = text.replaceAll(pattern, "");
    assertNotEquals(text, less, file + " has nothing like " + pattern);
    return Resource.parse(path, less);
  }
}
