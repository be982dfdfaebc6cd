package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The task skopeo-push-verified alone: what may happen between its steps, logins, kinds of images.
 */
class PushIT extends PipelineFixture {
  static final String PUSH =
      """
      kind: Pipeline
      spec:
        params: [{name: destination}, {name: digest}, {name: push-by, default: digest}]
        tasks:
          - name: push
            taskRef: {name: skopeo-push-verified}
            params:
              - {name: destination, value: $(params.destination)}
              - {name: expected-digest, value: $(params.digest)}
              - {name: push-by, value: $(params.push-by)}
              - {name: tls-verify, value: "false"}
      """;

  private TektonRunner.Outcome push(Registry registry, String expected) throws IOException {
    params = Map.of("destination", registry.address() + "/push/" + name + ":1", "digest", expected);
    return run(Resource.parse(Path.of("push.yaml"), PUSH));
  }

  /** Given a digest only, as in the task's own sample; the swap is what verify cannot see. */
  @Test
  void refusesAnArchiveThatWasSwappedAfterVerify() throws IOException {
    export("built");
    before.put("push/push", this::rewrite);
    var run = push(internal, digest("built"));

    assertFalse(run.succeeded(), run::log);
    assertEquals(List.of("verify", "push"), run.task("push").stepNames(), run::log);
    assertEquals("pass", run.task("push").results().get("VERDICT"), run::log);
    assertFalse(run.task("push").results().containsKey("IMAGE_DIGEST"), run::log);
    assertNothingIn(internal, "push");
  }

  /** The old way publishes it, which the registries force; but no verdict says pass. */
  @Test
  void pushByTagSaysAfterwardsThatAnotherImageWasPushed() throws IOException {
    export("built");
    before.put("push/push", this::rewrite);
    params = Map.of();
    var run =
        runWith(
            Map.of(
                "destination",
                internal.address() + "/push/" + name + ":1",
                "digest",
                digest("built"),
                "push-by",
                "tag"));

    assertFalse(run.succeeded(), run::log);
    Map<String, String> results = run.task("push").results();
    assertEquals("fail", results.get("PUSH_VERDICT"), run::log);
    // Given a digest alone, nobody can tell in which way the pushed image differs.
    assertEquals("OTHER_DIGEST", results.get("PUSH_CAUSE"), run::log);
    assertFalse(results.containsKey("IMAGE_DIGEST"), run::log);
  }

  @Test
  void pushByTagPushes() throws IOException {
    export("built");
    var run =
        runWith(
            Map.of(
                "destination",
                internal.address() + "/push/" + name + ":1",
                "digest",
                digest("built"),
                "push-by",
                "tag"));

    assertTrue(run.succeeded(), run::log);
    assertHolds(internal, "push", digest("built"));
  }

  private TektonRunner.Outcome runWith(Map<String, String> given) throws IOException {
    params = given;
    return run(Resource.parse(Path.of("push.yaml"), PUSH));
  }

  /** A tag that somebody else moves meanwhile is not the one that was confirmed. */
  @Test
  void failsWhenTheRegistryGivesOutAnotherManifest() throws IOException {
    export("built");
    before.put(
        "push/confirm",
        () ->
            Program.shell(
                "skopeo inspect --raw \"oci:$1/other:latest\" > \"$2/manifest\"",
                volume,
                scratch.resolve("pods/push-0/pushed")));
    var run = push(internal, digest("built"));

    assertFalse(run.succeeded(), run::log);
    assertEquals("fail", run.task("push").results().get("PUSH_VERDICT"), run::log);
    assertEquals(List.of(), internal.tags("push/" + name), run::log);
  }

  @Test
  void pushesANestedIndexWhole() throws IOException {
    String index = nestedIndex();
    var run = push(internal, index);

    assertTrue(run.succeeded(), run::log);
    assertEquals(index, run.task("push").results().get("IMAGE_DIGEST"), run::log);
    assertHolds(internal, "push", index);
  }

  /** As {@code kubectl create secret docker-registry} names it, mapped as the samples show. */
  @Test
  void logsInWithAMappedDockerRegistrySecret() throws IOException {
    export("built");
    var run = push(quay, digest("built"));

    assertTrue(run.succeeded(), run::log);
    assertHolds(quay, "push", digest("built"));
  }

  @Test
  void logsInWithTheServiceAccountsSecrets() throws IOException {
    export("built");
    workspaces.remove("dockerconfig");
    serviceAccountLogin = quay.dockerConfig();
    var run = push(quay, digest("built"));

    assertTrue(run.succeeded(), run::log);
    assertHolds(quay, "push", digest("built"));
  }

  @Test
  void pushesNothingWithoutALogin() throws IOException {
    export("built");
    workspaces.remove("dockerconfig");
    var run = push(quay, digest("built"));

    assertFalse(run.succeeded(), run::log);
    assertTrue(run.task("push").step("push").log().contains("unauthorized"), run::log);
    assertNothingIn(quay, "push");
  }

  /** A step that ended with 0 and left no verdict, as a JVM that only printed its version. */
  @Test
  void aMissingVerdictIsNoPass() throws IOException {
    export("built");
    Resource verify =
        PipelineIT.changed(
            "stepaction/custody-verify/custody-verify.yaml", "    - verify\n", "    - --version\n");
    resources.put("StepAction/custody-verify", verify);
    var run = push(internal, digest("built"));

    assertFalse(run.succeeded(), run::log);
    assertEquals(0, run.task("push").step("verify").exitCode(), run::log);
    assertTrue(run.task("push").step("push").log().contains("nothing is pushed"), run::log);
    assertNothingIn(internal, "push");
  }

  private void export(String layout) throws IOException {
    Files.deleteIfExists(archive());
    Program.shell(
        "cd \"$1\"; skopeo --insecure-policy copy -q \"oci:$2:latest\" oci-archive:image.tar;"
            + " chmod 0644 image.tar",
        volume,
        layout);
  }
}
